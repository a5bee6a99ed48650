import { constants } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import type { Config } from '../config/config.js';
import { SchemaError } from '../database/schema-error.js';
import { VerifyService } from '../verify/verify.service.js';
import { ProgressLine, verifyingText } from './progress-line.js';
import type { Terminal } from './terminal.js';
import { withApp, withSchema } from './with-app.js';

/** Whether the books of a copy add up, in words. */
export interface BookProof {
  readonly holds: boolean;
  /** Whether they were looked at; not where migrations are due. */
  readonly isChecked: boolean;
  readonly text: string;
}

/** Proves the books of the configured database; where migrations are due, that says so. */
export async function proveBooks(config: Config, terminal: Terminal): Promise<BookProof> {
  const line = new ProgressLine(terminal.screen);
  try {
    const { holds, text } = await withApp(config, (app) =>
      withSchema(app, () =>
        app.get(VerifyService).verify((progress) => {
          line.show(verifyingText(progress));
        }),
      ),
    );
    line.clear();
    return {
      holds,
      isChecked: true,
      text: holds ? 'Its books: all laws hold.\n' : `Its books:\n${text}`,
    };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const text = `Its books were not checked: ${error.message}\n`;
    return { holds: true, isChecked: false, text };
  } finally {
    line.clear();
  }
}

/** As `proveBooks`, of a file that must stay as it is: the product changes what it opens. */
export async function proveFile(
  file: string,
  config: Config,
  terminal: Terminal,
): Promise<BookProof> {
  const proof = `${file}-proof`;
  try {
    await copyFile(file, proof, constants.COPYFILE_EXCL);
    const database = { kind: 'sqlite', file: proof } as const;
    return await proveBooks({ ...config, database }, terminal);
  } finally {
    for (const end of ['', '-wal', '-shm']) await rm(proof + end, { force: true });
  }
}
