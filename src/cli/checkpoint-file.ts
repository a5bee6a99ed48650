import { readFile, rename, writeFile } from 'node:fs/promises';
import { Checkpoint, readCheckpoint } from '../verify/checkpoint-rules.js';

/** The checkpoint of a file, or a new one where there is no such file yet. */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Checkpoint();
    throw error;
  }
  try {
    return readCheckpoint(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} is no checkpoint: ${why}`);
  }
}

/** Writes it in the place of the earlier one, whole or not at all. */
export async function writeCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`;
  await writeFile(unfinished, checkpoint.text, { mode: 0o600, flush: true });
  await rename(unfinished, path);
}
