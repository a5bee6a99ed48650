/** Injection token of the configured database's dialect. */
export const DIALECT = Symbol('Dialect');
