import { Problem } from '../common/problem.js';
import { DemoRefused } from '../demo/demo-studio.service.js';
import { explain } from '../start-failure.js';
import { DocumentNotWritten } from './api-document.js';

/** Why a command failed, in one line for the person at the terminal. */
export function reasonOf(error: unknown): string {
  const isPlain = [DemoRefused, DocumentNotWritten, Problem].some((kind) => error instanceof kind);
  return isPlain ? (error as Error).message : explain(error);
}
