import { type LogOutput, logOutput } from './log-output.js';

/** What a pipe takes in one piece, though other processes write into it (POSIX: `PIPE_BUF`). */
const ONE_PIECE_BYTES = 4_096;

/** Collects the lines of one turn of the event loop, so that they cost one call of the system. */
export class LogLines {
  private lines = '';
  private bytes = 0;

  constructor(private readonly output: LogOutput) {}

  /** Takes a line, which ends with its line feed; it is written before the next turn. */
  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.bytes + bytes > ONE_PIECE_BYTES) this.flush();
    if (this.lines === '') setImmediate(() => this.flush());
    this.lines += line;
    this.bytes += bytes;
  }

  /** Writes what was collected. */
  flush(): void {
    if (this.lines === '') return;
    const { lines } = this;
    [this.lines, this.bytes] = ['', 0];
    this.output.write(lines);
  }
}

let ofThisProcess: LogLines | undefined;

/** The log of this process; what is collected when it ends is written. */
export function logLines(): LogLines {
  if (ofThisProcess) return ofThisProcess;
  // Before the output looks for the last time at what waits.
  const lines = new LogLines(logOutput());
  process.prependListener('exit', () => lines.flush());
  ofThisProcess = lines;
  return lines;
}
