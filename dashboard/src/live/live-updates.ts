import type { QueryClient } from '@tanstack/react-query';
import { currentAccount } from '../api/account.js';
import { renewTokens } from '../api/client.js';
import { getStreamTicket } from '../api/generated/sdk.gen.js';
import type { EndDto, GoneDto, PackageDto, SnapshotDto } from '../api/generated/types.gen.js';
import { ApiProblem, ask } from '../api/problem.js';
import { dropPackage, putPackage, readAgain } from '../data/cache.js';

/** Pauses between tries: 1 s, doubled up to 30 s, and up to half as long by chance. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Several changes that come together are read again together. */
const GATHER_MS = 150;
/** After so long in the background, a phone may have lost the stream without noticing. */
const DOUBTFUL_AFTER_MS = 30_000;

/**
 * Keeps what is shown as it is in the studio: follows the stream of packages while somebody is
 * signed in, and opens another after each end. A ticket works once, so the browser's own way of
 * connecting again would not.
 */
export class LiveUpdates {
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private hiddenAt: number | null = null;
  /** Opened by another tab more often than allowed: wait until this one is looked at. */
  private isLeftAside = false;
  private isStopped = false;

  constructor(
    private readonly cache: QueryClient,
    private readonly onConnected: () => void,
  ) {}

  start(): void {
    document.addEventListener('visibilitychange', this.onVisibility);
    window.addEventListener('online', this.reopen);
    window.addEventListener('focus', this.onFocus);
    void this.open();
  }

  stop(): void {
    this.isStopped = true;
    document.removeEventListener('visibilitychange', this.onVisibility);
    window.removeEventListener('online', this.reopen);
    window.removeEventListener('focus', this.onFocus);
    clearTimeout(this.gathering);
    this.close();
  }

  private readonly onVisibility = (): void => {
    if (document.visibilityState === 'hidden') {
      this.hiddenAt = Date.now();
      return;
    }
    const away = this.hiddenAt === null ? 0 : Date.now() - this.hiddenAt;
    this.hiddenAt = null;
    if (this.isLeftAside || away > DOUBTFUL_AFTER_MS) this.reopen();
  };

  private readonly onFocus = (): void => {
    if (this.isLeftAside) this.reopen();
  };

  private readonly reopen = (): void => {
    this.failures = 0;
    this.isLeftAside = false;
    void this.open();
  };

  private async open(): Promise<void> {
    this.close();
    const source = await this.connect();
    if (!source) return;
    if (this.isStopped) {
      source.close();
      return;
    }
    this.close();
    this.source = source;
    source.onerror = () => this.openLater(source);
    listen<SnapshotDto>(source, 'snapshot', (data) => this.onSnapshot(data));
    listen<PackageDto>(source, 'package', (data) => this.onPackage(data));
    listen<GoneDto>(source, 'gone', ({ packageId }) => {
      dropPackage(this.cache, packageId);
      this.gather();
    });
    listen<EndDto>(source, 'end', ({ reason }) => void this.onEnd(source, reason));
  }

  private close(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private async connect(): Promise<EventSource | null> {
    try {
      const { ticket } = await ask(getStreamTicket());
      return new EventSource(`/api/v1/events?ticket=${encodeURIComponent(ticket)}`);
    } catch (error) {
      const isOver = error instanceof ApiProblem && error.status === 401;
      if (!isOver && !this.isStopped) this.openLater(null);
      return null;
    }
  }

  private openLater(source: EventSource | null): void {
    if (this.isStopped || source !== this.source) return;
    source?.close();
    this.source = null;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
    this.failures += 1;
    this.timer = setTimeout(() => void this.open(), pause * (1 + Math.random() / 2));
  }

  /** What changed before there was a stream is in none of its events, so all is read again. */
  private onSnapshot({ packages, complete }: SnapshotDto): void {
    for (const one of packages) putPackage(this.cache, one);
    if (!complete) return;
    this.failures = 0;
    this.gather();
    this.onConnected();
  }

  private onPackage(changed: PackageDto): void {
    putPackage(this.cache, changed);
    this.gather();
  }

  private gather(): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      void readAgain(this.cache);
    }, GATHER_MS);
  }

  private async onEnd(source: EventSource, reason: EndDto['reason']): Promise<void> {
    source.close();
    if (source !== this.source) return;
    if (reason === 'too_many_streams') {
      this.isLeftAside = document.visibilityState === 'hidden' || !document.hasFocus();
      if (this.isLeftAside) return;
    }
    if (reason === 'access_ended') {
      const account = currentAccount();
      if (account) await renewTokens(account).catch(() => null);
    }
    if (currentAccount()) this.openLater(this.source);
  }
}

function listen<T>(source: EventSource, name: string, handle: (data: T) => void): void {
  source.addEventListener(name, (event) => {
    handle(JSON.parse((event as MessageEvent<string>).data) as T);
  });
}
