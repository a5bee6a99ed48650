import { getMetadataArgsStorage } from 'typeorm';
import { placeholders, type SqlValue } from './tx.js';

/* Column lists of plain SQL, read from the entities, so that a column is named in one place. */

/** The class of an entity, by which its table and columns are found. */
export type EntityClass<Row> = new () => Row;

/** Values that a row of an entity holds; dates are written as their table keeps them. */
type RowValue = SqlValue | Date;

/** Writes an instant as a table keeps it: `tx.times` in the tables shared with PHP, else `UTC`. */
interface InstantWriter {
  toDb(instant: Date): string;
}

/**
 * The columns of an entity for a SELECT, named after its properties: `u.member_id AS memberId, …`.
 * `except` are properties that the query gets from somewhere else.
 */
export function columnsOf<Row>(
  entity: EntityClass<Row>,
  alias: string,
  ...except: readonly (keyof Row)[]
): string {
  return namesOf(entity)
    .filter(([property]) => !except.includes(property as keyof Row))
    .map(([property, column]) => `${alias}.\`${column}\` AS \`${property}\``)
    .join(', ');
}

/** An INSERT of rows with a value for each column but the key, which the database generates. */
export function insertInto<Row extends object>(
  entity: EntityClass<Row>,
  rows: readonly Omit<Row, 'id'>[],
  times: InstantWriter,
): { sql: string; values: SqlValue[] } {
  const columns = namesOf(entity).filter(([property]) => property !== 'id');
  const values = rows.flatMap((row) => {
    const given = row as Readonly<Record<string, RowValue | undefined>>;
    return columns.map(([property]) => {
      const value = given[property] ?? null;
      return value instanceof Date ? times.toDb(value) : value;
    });
  });
  const names = columns.map(([, column]) => `\`${column}\``).join(', ');
  const tuple = `(${placeholders(columns)})`;
  const tuples = rows.map(() => tuple).join(', ');
  return { sql: `INSERT INTO ${tableOf(entity)} (${names}) VALUES ${tuples}`, values };
}

/** Pairs of property and column, in the order in which the entity declares them. */
function namesOf<Row>(entity: EntityClass<Row>): readonly (readonly [string, string])[] {
  let names = cache.get(entity);
  if (!names) {
    names = getMetadataArgsStorage()
      .columns.filter(({ target }) => target === entity)
      .map(({ propertyName, options }) => [propertyName, options.name ?? propertyName] as const);
    cache.set(entity, names);
  }
  return names;
}

const cache = new Map<unknown, readonly (readonly [string, string])[]>();

/** The table of an entity, quoted. */
export function tableOf<Row>(entity: EntityClass<Row>): string {
  const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity);
  if (table?.name === undefined) throw new Error(`${entity.name} is no entity with a table name`);
  return `\`${table.name}\``;
}
