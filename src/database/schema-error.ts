/** The tables are not those that this version needs. Its text says what to do. */
export class SchemaError extends Error {}
