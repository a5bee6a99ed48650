import type { Config } from '../config/config.js';

/** Something that text can be written over on, if it is a terminal. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** From where a command has its settings, and to whom it speaks. */
export interface Terminal {
  /** The configuration; variables that are given come before the environment. */
  configure(given?: NodeJS.ProcessEnv): Config;
  write(text: string): void;
  writeError(text: string): void;
  /** Where it shows how far it is; beside `write`, so that this can go into a file. */
  readonly screen?: Screen;
}
