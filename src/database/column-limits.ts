import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Ask, NarrowColumns, TextLimit } from './dialects/dialect.js';
import { DIALECT } from './dialects/dialect.token.js';
import type { Dialect } from './dialects/dialect.js';
import { UnitOfWork } from './unit-of-work.js';

/** A text that was to be stored, and the properties of entities that may be its column. */
export interface StoredText {
  readonly text: string;
  readonly properties: readonly string[];
}

/** Why a column cannot hold a text. */
export interface TextFault {
  /** The letters that it has not, as people see them; an emoji of several signs is one. */
  readonly letters: readonly string[];
  readonly isTooLong: boolean;
  /** How many characters it holds, where the text is longer than that. */
  readonly maxLength: number | null;
}

/** A fault lists no more; who typed a name of another script sees what it is about. */
const MOST_LETTERS = 10;

/**
 * Finds out what the columns of a table cannot hold. The database is asked itself, and only after
 * it refused something: nothing here is on the way of a request that is well, and nothing is
 * remembered that an operator may change meanwhile.
 */
@Injectable()
export class ColumnLimits {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
    @Inject(DIALECT) private readonly dialect: Dialect,
  ) {}

  /**
   * The fault of each text, null for one that fits into its column or has none in the table. Where
   * a text may be for several, it is for the `refused` one.
   */
  async faultsOf(
    table: string,
    refused: string | undefined,
    texts: readonly StoredText[],
  ): Promise<(TextFault | null)[]> {
    const { narrowColumns } = this.dialect;
    if (!narrowColumns) return texts.map(() => null);
    return this.unitOfWork.read(async (tx) => {
      const ask: Ask = (sql, values) => tx.rows(sql, values);
      const limits = await narrowColumns.limitsOf(ask, table);
      const faults: (TextFault | null)[] = [];
      for (const { text, properties } of texts) {
        const columns = properties.flatMap((property) => this.columnsOf(table, property));
        const own = limits.filter(({ column }) => columns.includes(column));
        const named = own.filter(({ column }) => column === refused);
        faults.push(await faultOf(text, named.length > 0 ? named : own, narrowColumns, ask));
      }
      return faults;
    });
  }

  /** The property of an entity that is kept in a column; undefined where none is. */
  propertyOf(table: string, column: string): string | undefined {
    return this.columns(table).find(({ databaseName }) => databaseName === column)?.propertyName;
  }

  private columnsOf(table: string, property: string): string[] {
    return this.columns(table)
      .filter(({ propertyName }) => propertyName === property)
      .map(({ databaseName }) => databaseName);
  }

  private columns(table: string) {
    const entities = this.dataSource.entityMetadatas.filter(({ tableName }) => tableName === table);
    return entities.flatMap(({ columns }) => columns);
  }
}

async function faultOf(
  text: string,
  limits: readonly TextLimit[],
  narrowColumns: NarrowColumns,
  ask: Ask,
): Promise<TextFault | null> {
  const missing: string[] = [];
  for (const charset of new Set(limits.map((limit) => limit.charset))) {
    missing.push(...lostLetters(text, await narrowColumns.keptAs(ask, charset, text)));
  }
  const shortest = Math.min(...limits.map(({ maxLength }) => maxLength ?? Infinity));
  const maxLength = [...text].length > shortest ? shortest : null;
  const isTooLong =
    maxLength !== null || limits.some((limit) => bytesOf(text, limit) > limit.maxBytes);
  const letters = [...new Set(missing)].slice(0, MOST_LETTERS);
  return letters.length > 0 || isTooLong ? { letters, isTooLong, maxLength } : null;
}

/** Exact for UTF-8, and for character sets of one byte a letter; the others hold less. */
function bytesOf(text: string, { charset }: TextLimit): number {
  return charset.startsWith('utf8') ? Buffer.byteLength(text) : [...text].length;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The letters of which a sign was replaced by another one: each sign is kept in its own place. */
export function lostLetters(text: string, kept: string): string[] {
  const signs = [...kept];
  let place = 0;
  const lost: string[] = [];
  for (const { segment } of graphemes.segment(text)) {
    const own = [...segment];
    if (own.some((sign, n) => signs[place + n] !== sign)) lost.push(segment);
    place += own.length;
  }
  return lost;
}
