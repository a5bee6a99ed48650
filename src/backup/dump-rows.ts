const QUOTE = 39;
const BACKSLASH = 92;
const OPENS = 40;
const CLOSES = 41;
const COMMA = 44;
const SEMICOLON = 59;

/** Told of each row, with the values of the columns that are wanted. */
type OnRow = (values: readonly string[]) => void;

/**
 * Follows the rows of one INSERT from its first bracket to its semicolon. Nothing in it has letters
 * of several bytes that look like those which matter.
 */
export class DumpRows {
  hasEnded = false;
  private isInText = false;
  private isEscaped = false;
  private depth = 0;
  private column = 0;
  private values: number[][] = [];
  private place = -1;

  /** `wanted` are positions of columns. */
  constructor(
    private readonly wanted: readonly number[],
    private readonly onRow: OnRow,
  ) {}

  /** Takes bytes from a position on, and says where it ended. */
  take(bytes: Uint8Array, from: number): number {
    let at = from;
    for (; at < bytes.length && !this.hasEnded; at += 1) {
      const byte = bytes[at] ?? 0;
      if (this.place >= 0) this.keep(byte);
      if (this.isInText) this.takeText(byte);
      else if (byte < BACKSLASH) this.takeSign(byte);
    }
    return at;
  }

  private takeText(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    // One that is doubled ends the text and begins it again.
    else if (byte === QUOTE) this.isInText = false;
  }

  private takeSign(byte: number): void {
    if (byte === QUOTE) this.isInText = true;
    else if (byte === COMMA && this.depth === 1) this.toColumn(this.column + 1);
    else if (byte === OPENS) this.open();
    else if (byte === CLOSES) this.close();
    else if (byte === SEMICOLON && this.depth === 0) this.hasEnded = true;
  }

  private open(): void {
    this.depth += 1;
    if (this.depth > 1) return;
    this.values = this.wanted.map(() => []);
    this.toColumn(0);
  }

  private close(): void {
    this.depth -= 1;
    if (this.depth > 0) return;
    this.place = -1;
    this.onRow(this.values.map(textOf));
  }

  private toColumn(column: number): void {
    this.column = column;
    this.place = this.wanted.indexOf(column);
  }

  private keep(byte: number): void {
    if (!this.isInText && (byte === COMMA || byte === CLOSES)) return;
    this.values[this.place]?.push(byte);
  }
}

/** Without its quotes; what is wanted has nothing to unescape. */
function textOf(bytes: readonly number[]): string {
  return Buffer.from(bytes)
    .toString('utf8')
    .trim()
    .replace(/^'(.*)'$/s, '$1');
}
