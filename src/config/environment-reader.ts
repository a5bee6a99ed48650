import { readFileSync } from 'node:fs';

/** All that is wrong with the environment, a line each. */
export class EnvironmentError extends Error {
  constructor(readonly mistakes: readonly string[]) {
    super(`The configuration has mistakes:\n${mistakes.map((line) => `  - ${line}`).join('\n')}`);
    this.name = 'EnvironmentError';
  }
}

/** Reads typed variables and collects the mistakes, so that all of them can be told at once. */
export class EnvironmentReader {
  private readonly mistakes: string[] = [];

  constructor(private readonly variables: NodeJS.ProcessEnv) {}

  /** The value, or undefined where it is absent or empty. */
  text(name: string): string | undefined {
    const value = this.variables[name]?.trim();
    return value === '' ? undefined : value;
  }

  /**
   * As `text`, for what must stay secret: it may also stand in a file that `NAME_FILE` names, as
   * systemd and Docker hand secrets on. Both at once, an unreadable and an empty file are mistakes,
   * for the default of a secret must never be taken by accident.
   */
  secret(name: string): string | undefined {
    const value = this.text(name);
    const nameOfFile = `${name}_FILE`;
    const path = this.text(nameOfFile);
    if (path === undefined) return value;
    if (value !== undefined) {
      this.mistake(nameOfFile, `is set, and ${name} too. Leave one of them out`);
      return value;
    }
    // A secret that was written here by mistake is not repeated.
    const shown = path.includes('/') ? `"${path}"` : 'what is no path';
    const held = this.file(nameOfFile, path, shown)?.trim();
    if (held === undefined) return undefined;
    const isOneLine = !/[\r\n]/.test(held);
    if (held !== '' && isOneLine) return held;
    const why = isOneLine ? 'is empty' : 'holds more than the one line of a secret';
    this.mistake(nameOfFile, `names "${path}", which ${why}`);
    return undefined;
  }

  /** Whether somebody has given it, in either way. */
  isGiven(name: string): boolean {
    return this.text(name) !== undefined || this.text(`${name}_FILE`) !== undefined;
  }

  integer(name: string, range: { fallback: number; minimum: number; maximum: number }): number {
    const text = this.text(name);
    if (text === undefined) return range.fallback;
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= range.minimum && value <= range.maximum) return value;
    this.mistake(
      name,
      `must be a whole number from ${range.minimum} to ${range.maximum}, not "${text}"`,
    );
    return range.fallback;
  }

  flag(name: string, fallback = false): boolean {
    return this.choice(name, ['true', 'false'], fallback ? 'true' : 'false') === 'true';
  }

  choice<Choice extends string>(
    name: string,
    choices: readonly Choice[],
    fallback: Choice,
  ): Choice {
    const text = this.text(name) ?? fallback;
    const choice = choices.find((known) => known === text);
    if (choice === undefined) {
      this.mistake(name, `must be one of ${choices.join(', ')}, not "${text}"`);
    }
    return choice ?? fallback;
  }

  /** Values separated by commas. */
  list(name: string): readonly string[] {
    const parts = (this.text(name) ?? '').split(',').map((part) => part.trim());
    return parts.filter((part) => part !== '');
  }

  /** What a file holds that a setting names; undefined where it cannot be read, a mistake. */
  file(name: string, path: string, shown = `"${path}"`): string | undefined {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      this.mistake(name, `names ${shown}, which cannot be read (${code})`);
      return undefined;
    }
  }

  mistake(name: string, what: string): void {
    this.mistakes.push(`${name} ${what}.`);
  }

  throwMistakes(): void {
    if (this.mistakes.length > 0) throw new EnvironmentError(this.mistakes);
  }
}
