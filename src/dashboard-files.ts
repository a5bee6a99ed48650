import { type FileHandle, open } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** The kinds of files that the build writes; others are left to the disk. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'application/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** As the build has compressed a file, the better one first. */
const ENCODINGS = { br: '.br', gzip: '.gz' } as const;
type Encoding = keyof typeof ENCODINGS;

/** What the build writes is 2 MiB; a folder that holds more is served from the disk in part. */
export const KEPT_BYTES = 8 * 1024 * 1024;
const LARGEST_BYTES = 1024 * 1024;
/** For so long a file is believed to be what it was. */
const KNOWN_MS = 2_000;

/** One form of a file, with the headers by which its answer is recognised. */
export interface KeptForm {
  readonly bytes: Buffer;
  readonly encoding: Encoding | undefined;
  readonly type: string;
  readonly etag: string;
  readonly lastModified: string;
}

interface KeptFile {
  readonly forms: readonly KeptForm[];
  readonly size: number;
  readonly readAtMs: number;
}

/**
 * The files of the dashboard in memory. Those on the disk are read by the threads that check
 * passwords, and would wait behind them. A file that changes is noticed by the next who asks; one
 * that is not there is looked for each time, because it may be built later.
 */
export class DashboardFiles {
  private readonly kept = new Map<string, KeptFile>();
  private readonly reading = new Map<string, Promise<KeptFile | undefined>>();
  private keptBytes = 0;

  constructor(
    private readonly folder: string,
    private readonly mostBytes = KEPT_BYTES,
  ) {}

  /** The form of a file for whoever accepts this; undefined where it is a matter of the disk. */
  async find(path: string, accepted: string | undefined): Promise<KeptForm | undefined> {
    if (!Object.hasOwn(TYPES, extname(path))) return undefined;
    const encodings = encodingsOf(accepted);
    if (!encodings) return undefined;
    const file = this.kept.get(path) ?? (await this.read(path));
    if (!file) return undefined;
    // Whoever asks now does not wait for it.
    if (performance.now() - file.readAtMs > KNOWN_MS) void this.read(path);
    const form = file.forms.find(({ encoding }) => encoding && encodings.has(encoding));
    return form ?? file.forms.at(-1);
  }

  private async read(path: string): Promise<KeptFile | undefined> {
    const known = this.reading.get(path);
    if (known) return known;
    const reading = this.readFrom(path)
      .catch(() => undefined)
      .then((file) => this.keep(path, file))
      .finally(() => this.reading.delete(path));
    this.reading.set(path, reading);
    return reading;
  }

  private keep(path: string, file: KeptFile | undefined): KeptFile | undefined {
    this.keptBytes -= this.kept.get(path)?.size ?? 0;
    this.kept.delete(path);
    if (!file || this.keptBytes + file.size > this.mostBytes) return undefined;
    this.keptBytes += file.size;
    this.kept.set(path, file);
    return file;
  }

  private async readFrom(path: string): Promise<KeptFile | undefined> {
    const whole = join(this.folder, path);
    const type = TYPES[extname(path)] ?? '';
    const plain = await readForm(whole, { type, encoding: undefined });
    if (!plain) return undefined;
    const forms: KeptForm[] = [];
    for (const [encoding, end] of Object.entries(ENCODINGS)) {
      const how = { type, encoding: encoding as Encoding };
      const form = await readForm(whole + end, how).catch(() => undefined);
      if (form) forms.push(form);
    }
    forms.push(plain);
    const size = forms.reduce((sum, { bytes }) => sum + bytes.length, 0);
    return { forms, size, readAtMs: performance.now() };
  }
}

/** Undefined where it is no file, or a large one. */
async function readForm(
  path: string,
  how: Pick<KeptForm, 'type' | 'encoding'>,
): Promise<KeptForm | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const stat = await file.stat();
    if (!stat.isFile() || stat.size > LARGEST_BYTES) return undefined;
    const { size, mtime } = stat;
    const bytes = await file.readFile();
    // As the disk's answers have it: whoever knows one of them knows the other.
    const etag = `W/"${size.toString(16)}-${mtime.getTime().toString(16)}"`;
    return { ...how, bytes, etag, lastModified: mtime.toUTCString() };
  } finally {
    await file?.close();
  }
}

/** Undefined where somebody has wishes beyond names, which only tools have. */
function encodingsOf(accepted = ''): ReadonlySet<string> | undefined {
  if (/[;*]/.test(accepted)) return undefined;
  return new Set(accepted.split(',').map((name) => name.trim().toLowerCase()));
}
