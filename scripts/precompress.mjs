// Writes FILE.br and FILE.gz beside the files of a folder that are worth it, for a server to send
// as they are: a build can take the time that an answer can't.
//
// No package does it: vite-plugin-compression2 (2.5) compresses what the bundler emits, and misses
// the service worker that vite-plugin-pwa writes after that; precompress (13) needs Node 22.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSIBLE = /\.(js|css|html|svg|webmanifest)$/;
const WORTH_IT_BYTES = 1024;

const [, , folder] = process.argv;
if (!folder) throw new Error('Which folder? node scripts/precompress.mjs FOLDER');

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
const encoders = [
  ['.br', (bytes) => brotliCompressSync(bytes, BROTLI)],
  ['.gz', (bytes) => gzipSync(bytes, { level: 9 })],
];

for (const name of readdirSync(folder, { recursive: true })) {
  if (!COMPRESSIBLE.test(name)) continue;
  const bytes = readFileSync(join(folder, name));
  if (bytes.length <= WORTH_IT_BYTES) continue;
  for (const [ending, compress] of encoders) {
    const smaller = compress(bytes);
    if (smaller.length < bytes.length) writeFileSync(join(folder, name + ending), smaller);
  }
}
