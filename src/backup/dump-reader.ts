import { LOG, RECORD } from './copy-facts.js';
import type { CopyFacts, Newest } from './copy-facts.js';
import { DumpRows } from './dump-rows.js';

/** Longer lines are definitions of tables' contents or of views; their beginning says enough. */
const LINE_KEPT = 65_536;
/** What we add names each table: enough for some 400,000 of them. */
const TRAILER_KEPT = 16_777_216;

const NEW_LINE = 10;
const OPENS = 40;

const INSERT = /^INSERT INTO `((?:[^`]|``)*)` (?:\((.*)\) )?VALUES\s*$/;
const TABLE = /^CREATE TABLE `((?:[^`]|``)*)`/;
/** Of whom something is that runs in somebody's name. */
export const DEFINER = /^(?:CREATE|\/\*!5\d{4}) .*?DEFINER=(`[^`]*`@`[^`]*`)/;

/** Around what was made under other defaults; it names the database that was dumped. */
export const ALTERED = /^ALTER DATABASE (`(?:[^`]|``)*`) /;
/** Between two of these a line may look like anything: it is of a routine or a trigger. */
export const DELIMITER = /^DELIMITER (\S+)/;

/** What stands outside of tables: how a line begins that makes one of them. */
const OBJECTS = {
  view: /^\/\*!5\d{4} VIEW /,
  trigger: /^(?:\/\*!5\d{4} )?CREATE\b[^']*\bTRIGGER\b/i,
  event: /^(?:\/\*!5\d{4} )?CREATE\b[^']*\bEVENT\b/i,
  routine: /^(?:\/\*!5\d{4} )?CREATE\b[^']*\b(?:PROCEDURE|FUNCTION)\b/i,
} as const;
export type ObjectKind = keyof typeof OBJECTS;

/** The columns that are read, of the tables of which rows are. */
const READ: Readonly<Record<string, readonly string[]>> = {
  [LOG]: ['id', 'created_at'],
  [RECORD]: ['id', 'name'],
};

/** Follows a dump while it passes by, byte for byte, and knows at its end what is in it. */
export class DumpReader {
  readonly objects: Record<ObjectKind, number> = { view: 0, trigger: 0, event: 0, routine: 0 };
  readonly definers = new Set<string>();
  /** Databases whose defaults it changes, as SQL writes their names. */
  readonly altered = new Set<string>();
  /** Whether the program that wrote it came to its end. */
  isComplete = false;
  /** The line that we add behind that end. */
  trailer: string | undefined;
  private readonly rows = new Map<string, number>();
  private readonly migrations: string[] = [];
  private newest: Newest | null = null;
  private line: number[] = [];
  /** Within the text of a trigger or a routine a line may look like anything. */
  private isInBody = false;
  private reading: DumpRows | undefined;

  /** What tables hold, by their own statements. */
  get facts(): CopyFacts {
    const { migrations, newest } = this;
    return { migrations, newest, rows: Object.fromEntries(this.rows) };
  }

  /** Takes the next bytes. */
  take(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length)
      at = this.reading ? this.takeRows(bytes, at) : this.takeLine(bytes, at);
  }

  private takeRows(bytes: Uint8Array, from: number): number {
    const at = this.reading?.take(bytes, from) ?? from;
    if (this.reading?.hasEnded === true) this.reading = undefined;
    return at;
  }

  private takeLine(bytes: Uint8Array, from: number): number {
    const kept = this.isComplete ? TRAILER_KEPT : LINE_KEPT;
    for (let at = from; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === OPENS && this.beginsRows()) return at;
      if (byte === NEW_LINE && !this.isInsert()) {
        this.endLine();
        return at + 1;
      }
      if (this.line.length < kept) this.line.push(byte);
    }
    return bytes.length;
  }

  /** The rows may begin on the next line. */
  private isInsert(): boolean {
    return !this.isInBody && this.line[0] === 73 && this.text().startsWith('INSERT INTO `');
  }

  private beginsRows(): boolean {
    if (!this.isInsert()) return false;
    const [, table, columns] = INSERT.exec(this.text()) ?? [];
    if (table === undefined) return false;
    this.line = [];
    const name = table.replaceAll('``', '`');
    const read = READ[name] ?? [];
    const names = (columns ?? '').split(', ').map((one) => one.replace(/^`|`$/g, ''));
    const wanted = read.map((column) => names.indexOf(column));
    this.reading = new DumpRows(wanted, (values) => {
      this.rows.set(name, (this.rows.get(name) ?? 0) + 1);
      if (values.length > 0) this.learn(name, values);
    });
    return true;
  }

  private learn(table: string, [id = '', text = '']: readonly string[]): void {
    if (table === RECORD) this.migrations.push(text);
    else if (Number(id) > (this.newest?.id ?? 0)) this.newest = { id: Number(id), at: text };
  }

  private endLine(): void {
    const line = this.text();
    this.line = [];
    const [, delimiter] = DELIMITER.exec(line) ?? [];
    if (delimiter !== undefined) {
      this.isInBody = delimiter !== ';';
      return;
    }
    const definer = DEFINER.exec(line)?.[1];
    if (definer !== undefined) this.definers.add(definer);
    for (const kind of Object.keys(OBJECTS) as ObjectKind[]) {
      if (OBJECTS[kind].test(line)) this.objects[kind] += 1;
    }
    if (!this.isInBody) this.learnFrom(line);
  }

  private learnFrom(line: string): void {
    const table = TABLE.exec(line)?.[1]?.replaceAll('``', '`');
    if (table !== undefined) this.rows.set(table, this.rows.get(table) ?? 0);
    const altered = ALTERED.exec(line)?.[1];
    if (altered !== undefined) this.altered.add(altered);
    if (line.startsWith('-- Dump completed')) this.isComplete = true;
    else if (this.isComplete && line !== '') this.trailer = line;
  }

  private text(): string {
    return Buffer.from(this.line).toString('utf8');
  }
}
