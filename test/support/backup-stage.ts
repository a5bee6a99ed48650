import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api, type TestPerson } from './api.js';
import { type Done, runCli, startCli } from './cli.js';
import { createDatabase, isServerDatabase } from './database.js';
import type { GivenMember } from './given.js';
import { endProduct, type Ended, type Product, type ProductEnv, startProduct } from './process.js';
import { type OpenDatabase, openDatabase } from './sql.js';
import { openStudio, type Studio } from './studio.js';

/** A database into which something is restored: how a command names it, and its URL. */
export interface Target {
  readonly name: string;
  readonly url: string;
}

/** A studio that is backed up and restored by commands, with the product as a process on it. */
export class BackupStage {
  private product: { running: Product; url: string } | undefined;

  private constructor(
    readonly folder: string,
    readonly env: ProductEnv,
    readonly ana: TestPerson,
    readonly tom: GivenMember,
    private readonly studio: Studio,
    readonly databaseUrl: string,
  ) {}

  static async open(prepare?: (studio: Studio) => Promise<unknown>): Promise<BackupStage> {
    const studio = await openStudio();
    const ana = await studio.given.coach();
    const tom = await studio.given.member({ coach: ana, remaining: 1 });
    await prepare?.(studio);
    await studio.close();
    const folder = await mkdtemp(join(tmpdir(), 'coach-backup-'));
    const { config } = studio;
    const databaseUrl = await ownCopy(studio.databaseUrl, join(folder, 'studio.db'));
    const env = {
      DATABASE_URL: databaseUrl,
      STUDIO_TIME_ZONE: config.studioTimeZone,
      JWT_SECRET: config.jwtSecret,
      NODE_ENV: 'production',
    };
    return new BackupStage(folder, env, ana, tom, studio, databaseUrl);
  }

  /** A path of a file of this test. */
  file(name: string): string {
    return join(this.folder, name);
  }

  /**
   * The API of the product as the coach, on another database where one is named. The product is
   * started unless it serves that already.
   */
  async serve(url = this.databaseUrl): Promise<Api> {
    if (this.product?.url !== url) {
      await this.stop();
      this.product = { running: await startProduct({ ...this.env, DATABASE_URL: url }), url };
    }
    return new Api(this.product.running.base, this.studio.app).as(this.ana);
  }

  /** As `serve`, in this process, for a work that is not about how the product runs. */
  async serveHere<T>(work: (api: Api) => Promise<T>): Promise<T> {
    const studio = await openStudio({ databaseUrl: this.databaseUrl });
    return work(studio.api.as(this.ana)).finally(studio.close);
  }

  async stop(): Promise<void> {
    this.product?.running.signal('SIGTERM');
    await this.product?.running.ended;
    this.product = undefined;
  }

  /** Runs a command as a process, as operators do. */
  async run(...words: string[]): Promise<Ended> {
    return startCli(words, this.env);
  }

  /**
   * As `run`, in this process, which takes a tenth of the time. Files of the embedded database that
   * it opens stay in use as long as this process lives.
   */
  async runHere(...words: string[]): Promise<Done> {
    return runCli(words, this.env);
  }

  /** A correction of Tom's package by one. */
  async change(api: Api, reason = 'Changed'): Promise<void> {
    const body = { adjustment: 1, reason, packageId: this.tom.packageId };
    const { status, text } = await api.adjust(this.tom, body);
    if (status !== 200) throw new Error(`change: ${text}`);
  }

  /** A database that is not there yet, or is empty. */
  async target(name: string): Promise<Target> {
    if (!isServerDatabase()) return { name: this.file(name), url: `sqlite:${this.file(name)}` };
    const url = await createDatabase();
    return { name: new URL(url).pathname.slice(1), url };
  }

  async close(): Promise<void> {
    await endProduct(this.product?.running);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * Reads a database past the product. A file is copied for that, with what is beside it: as long as
 * this process lives, it would be in use.
 */
export async function reading<T>(
  url: string,
  work: (sql: OpenDatabase['sql']) => Promise<T>,
): Promise<T> {
  const copy = join(tmpdir(), `coach-reading-${randomUUID()}`);
  const database = await openDatabase(await ownCopy(url, copy));
  try {
    return await work(database.sql);
  } finally {
    await database.close();
    for (const end of ['', '-wal', '-shm']) await rm(copy + end, { force: true });
  }
}

/** The URL of a copy of a file that nobody writes to; databases on a server stay where they are. */
async function ownCopy(url: string, to: string): Promise<string> {
  if (!url.startsWith('sqlite:')) return url;
  const from = url.slice('sqlite:'.length);
  // The -wal first: what it holds may be written into the file, and go, at any moment.
  for (const end of ['-wal', '']) {
    if (existsSync(from + end)) await copyFile(from + end, to + end);
  }
  return `sqlite:${to}`;
}

/** How often each correction is in the history, by its reason. */
export async function corrections(url: string): Promise<Map<string, number>> {
  const rows = await reading(url, (sql) =>
    sql<{ reason: string; times: number | string }>(
      `SELECT reason, COUNT(*) AS times FROM coach_usage_history
        WHERE adjustment_type = 'adjustment' GROUP BY reason`,
    ),
  );
  return new Map(rows.map(({ reason, times }) => [reason, Number(times)]));
}
