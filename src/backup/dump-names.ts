import { quoted } from './copy-facts.js';
import { ALTERED, DEFINER, DELIMITER } from './dump-reader.js';
import type { ServerDatabase } from './server-database.js';

const PROBE = 'coach_restore_probe';
const NEW_LINE = 10;
/** A line of definitions is shorter; longer ones are rows. */
const LONGEST = 65_536;

/** The names in a dump that may have to be others, as SQL writes them. */
export interface NamedInDump {
  /** In whose names things run. */
  readonly definers: ReadonlySet<string>;
  /** Databases whose defaults are changed for moments. */
  readonly altered: ReadonlySet<string>;
}

/**
 * In whose names the things of a dump will run: in those that they had, where this user may do that
 * and the server knows them, otherwise in this user's own. And whose defaults it changes: those of
 * the database that is filled, not of the one that was dumped.
 */
export class NamesOfDump {
  private held = Buffer.alloc(0);
  /** Of a line that is longer, the rest goes through. */
  private isWithin = false;
  private isInBody = false;
  private readonly isAsItWas: boolean;

  constructor(
    private readonly strange: ReadonlySet<string>,
    altered: ReadonlySet<string>,
    private readonly database: string,
  ) {
    const others = [...altered].filter((name) => name !== database);
    this.isAsItWas = strange.size === 0 && others.length === 0;
  }

  /** Tries each of the names on a database. */
  static async on(
    database: ServerDatabase,
    { definers, altered }: NamedInDump,
  ): Promise<NamesOfDump> {
    const strange = new Set<string>();
    for (const definer of definers) {
      if (!(await isPossible(database, definer))) strange.add(definer);
    }
    return new NamesOfDump(strange, altered, quoted(database.name));
  }

  /** What to tell about it. */
  get notes(): string[] {
    if (this.strange.size === 0) return [];
    const names = [...this.strange].join(', ');
    return [`Views, triggers, events and routines of ${names} are in the name of this user now.`];
  }

  /** Takes a piece of the dump, and gives what is to be run of it. */
  take(chunk: Buffer): Buffer {
    if (this.isAsItWas) return chunk;
    const end = chunk.lastIndexOf(NEW_LINE) + 1;
    if (end === 0 && this.held.length + chunk.length < LONGEST) {
      this.held = Buffer.concat([this.held, chunk]);
      return Buffer.alloc(0);
    }
    const whole = end === 0 ? chunk.length : end;
    const lines = Buffer.concat([this.held, chunk.subarray(0, whole)]);
    this.held = Buffer.from(chunk.subarray(whole));
    const [wasWithin, isWithin] = [this.isWithin, end === 0];
    this.isWithin = isWithin;
    return this.renamed(lines, wasWithin);
  }

  /** What is left at the end. */
  end(): Buffer {
    return this.renamed(this.held, this.isWithin);
  }

  private renamed(bytes: Buffer, isWithin: boolean): Buffer {
    // One letter a byte, so that nothing else changes.
    const text = bytes.toString('latin1');
    if (!/DEFINER=|ALTER DATABASE |^DELIMITER /m.test(text)) return bytes;
    const lines = text.split('\n').map((line, n) => (n === 0 && isWithin ? line : this.line(line)));
    return Buffer.from(lines.join('\n'), 'latin1');
  }

  private line(line: string): string {
    const delimiter = DELIMITER.exec(line)?.[1];
    if (delimiter !== undefined) this.isInBody = delimiter !== ';';
    const altered = this.isInBody ? undefined : ALTERED.exec(line)?.[1];
    if (altered !== undefined) {
      const own = Buffer.from(this.database).toString('latin1');
      return `ALTER DATABASE ${own}${line.slice('ALTER DATABASE '.length + altered.length)}`;
    }
    const definer = DEFINER.exec(line)?.[1];
    const isStrange =
      definer !== undefined && this.strange.has(Buffer.from(definer, 'latin1').toString());
    return isStrange ? line.replace(`DEFINER=${definer}`, '') : line;
  }
}

/** A name that the server does not know is a warning; what runs in it fails later. */
async function isPossible(database: ServerDatabase, definer: string): Promise<boolean> {
  try {
    await database.run(`CREATE DEFINER=${definer} VIEW ${PROBE} AS SELECT 1 AS one`);
    const warnings = await database.ask('SHOW WARNINGS');
    await database.run(`DROP VIEW ${PROBE}`);
    return warnings.length === 0;
  } catch {
    return false;
  }
}
