import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { BackupRefused, fileTrouble } from './refused.js';

const EMBEDDED_MAGIC = 'SQLite format 3\0';
const DUMP_MAGIC = /^(\/\*M?!999999\\- enable the sandbox mode \*\/|-- (MariaDB|MySQL) dump )/;
const ENOUGH = 100;

/** What kind of copy a file is. */
type CopyKind = 'embedded' | 'dump';

/** The content of a file, unpacked where it is packed; errors say that the file is cut off. */
export async function contentOf(file: string): Promise<Readable> {
  const packed = await isPacked(file);
  const source = createReadStream(file);
  if (!packed) return source;
  const unpacked = createGunzip();
  source.on('error', (error) => unpacked.destroy(error));
  return source.pipe(unpacked);
}

/** What a file is, by how it begins. Throws `BackupRefused` for what is no copy. */
export async function kindOf(file: string): Promise<CopyKind> {
  const head = (await headOf(file)).toString('latin1');
  if (head.startsWith(EMBEDDED_MAGIC)) return 'embedded';
  if (DUMP_MAGIC.test(head)) return 'dump';
  throw new BackupRefused(`${file} is no backup: it is neither a database nor a dump of one.`);
}

/** An error of reading, for people. */
export function readingTrouble(error: unknown, file: string): unknown {
  const { code = '' } = (error ?? {}) as { code?: string };
  if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') {
    return new BackupRefused(`${file} is cut off or damaged. Nothing was changed.`);
  }
  return fileTrouble(error, file);
}

async function isPacked(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw fileTrouble(error, file);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE(0) === 0x1f8b;
  } catch (error) {
    throw fileTrouble(error, file);
  } finally {
    await handle.close();
  }
}

async function headOf(file: string): Promise<Buffer> {
  const content = await contentOf(file);
  try {
    let head = Buffer.alloc(0);
    for await (const chunk of content) {
      head = Buffer.concat([head, chunk as Buffer]);
      if (head.length >= ENOUGH) break;
    }
    return head;
  } catch (error) {
    throw readingTrouble(error, file);
  } finally {
    content.destroy();
  }
}
