import { open } from 'node:fs/promises';

/** Of 100 bytes, as "The Database Header" of https://www.sqlite.org/fileformat2.html has them. */
const HEADER_BYTES = 100;
const PAGE_BYTES_AT = 16;
const WRITE_VERSION_AT = 18;
const WITH_WAL = 2;
const CHANGES_AT = 24;
const PAGES_AT = 28;
/** The number of changes for which the number of pages was true. */
const PAGES_AS_OF_AT = 92;

/** What the first bytes of a database file say of it. */
export interface FileHeader {
  /** Whether it was copied as it lay there (`cp`): what was beside it then is not in it. */
  readonly isBare: boolean;
  /** Whether the file ends before its last page does; what can be read may not show that. */
  readonly isCut: boolean;
}

/** Reads the header of a file. */
export async function readHeader(file: string): Promise<FileHeader> {
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const { size } = await handle.stat();
    return {
      isBare: buffer[WRITE_VERSION_AT] === WITH_WAL,
      isCut: size < HEADER_BYTES || size < bytesOf(buffer),
    };
  } finally {
    await handle.close();
  }
}

/** How long a file is, by its own word; 0 where that is not to be believed. */
function bytesOf(header: Buffer): number {
  // A program older than the number leaves it as it was.
  if (header.readUInt32BE(CHANGES_AT) !== header.readUInt32BE(PAGES_AS_OF_AT)) return 0;
  const said = header.readUInt16BE(PAGE_BYTES_AT);
  return header.readUInt32BE(PAGES_AT) * (said === 1 ? 65_536 : said);
}
