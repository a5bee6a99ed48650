import { getMetadataArgsStorage } from 'typeorm';
import type { SqlValue } from './tx.js';

/* Column lists of plain SQL, read from the entities, so that a column is named in one place. */

type EntityClass<Row> = new () => Row;

/** Values that a row of an entity holds; dates are written as their table keeps them. */
type RowValue = SqlValue | Date;

/** Writes an instant as a table keeps it: `tx.times` in the tables shared with PHP. */
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

/** An INSERT of one row that has a value for each column but the key that the database makes. */
export function insertInto<Row extends object>(
  entity: EntityClass<Row>,
  row: Omit<Row, 'id'>,
  times: InstantWriter,
): { sql: string; values: SqlValue[] } {
  const columns = namesOf(entity).filter(([property]) => property !== 'id');
  const given = row as Readonly<Record<string, RowValue | undefined>>;
  const values = columns.map(([property]) => {
    const value = given[property] ?? null;
    return value instanceof Date ? times.toDb(value) : value;
  });
  const names = columns.map(([, column]) => `\`${column}\``).join(', ');
  const marks = columns.map(() => '?').join(', ');
  return { sql: `INSERT INTO ${tableOf(entity)} (${names}) VALUES (${marks})`, values };
}

/** Pairs of property and column, in the order in which the entity declares them. */
function namesOf<Row>(entity: EntityClass<Row>): readonly (readonly [string, string])[] {
  let names = known.get(entity);
  if (!names) {
    names = getMetadataArgsStorage()
      .columns.filter(({ target }) => target === entity)
      .map(({ propertyName, options }) => [propertyName, options.name ?? propertyName] as const);
    known.set(entity, names);
  }
  return names;
}

const known = new Map<unknown, readonly (readonly [string, string])[]>();

function tableOf<Row>(entity: EntityClass<Row>): string {
  const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity);
  if (table?.name === undefined) throw new Error(`${entity.name} is no entity with a table name`);
  return `\`${table.name}\``;
}
