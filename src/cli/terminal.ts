import type { Config } from '../config/config.js';

/** From where a command has its settings, and to whom it speaks. */
export interface Terminal {
  /** The configuration; variables that are given come before the environment. */
  configure(given?: NodeJS.ProcessEnv): Config;
  write(text: string): void;
  writeError(text: string): void;
}
