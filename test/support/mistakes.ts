import { EnvironmentError } from '../../src/config/environment-reader.js';
import { readConfig } from '../../src/config/environment.js';

/** What is wrong with an environment, a line each. */
export function mistakesOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.mistakes;
  }
}
