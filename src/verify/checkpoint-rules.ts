import { isChain, type Seal } from './seal-rules.js';

const FORMAT = 'coach-checkpoint 1';

/** Seals of the log that somebody keeps outside of the database, oldest first. */
export class Checkpoint {
  private readonly added: Seal[] = [];

  constructor(readonly kept: readonly Seal[] = []) {}

  /** Adds seals of rows that were not sealed yet. */
  add(seals: readonly Seal[]): void {
    this.added.push(...seals);
  }

  get newest(): Seal | undefined {
    return this.added.at(-1) ?? this.kept.at(-1);
  }

  get count(): number {
    return this.kept.length + this.added.length;
  }

  /** All seals, for a file: a line each, behind one that says what they are. */
  get text(): string {
    const lines = [...this.kept, ...this.added].map((seal) => JSON.stringify(seal));
    return `${[FORMAT, ...lines].join('\n')}\n`;
  }
}

/** The seals of a file. Throws an Error where it is none, or was edited or cut off. */
export function readCheckpoint(text: string): Checkpoint {
  const [format, ...lines] = text.trimEnd().split('\n');
  if (format !== FORMAT) throw new Error(`it does not begin with "${FORMAT}"`);
  const seals = lines.map((line) => JSON.parse(line) as Seal);
  if (!isChain(seals)) throw new Error('its seals do not follow from one another');
  return new Checkpoint(seals);
}
