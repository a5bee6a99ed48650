import type { QueryClient } from '@tanstack/react-query';
import { currentAccount } from '../api/account.js';
import { renewTokens } from '../api/client.js';
import { getStreamTicket } from '../api/generated/sdk.gen.js';
import type { EndDto, GoneDto, PackageDto, SnapshotDto } from '../api/generated/types.gen.js';
import { ApiProblem, ask } from '../api/problem.js';
import { dropPackage, putPackage, refetchChanged } from '../data/cache.js';

/** Pauses between tries: 1 s, doubled up to 30 s, and up to half as long by chance. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** Events within this time cause one reload of the data. */
const REFETCH_DELAY_MS = 150;
/** After this time in the background, a phone may have lost the connection without noticing. */
const STALE_AFTER_MS = 30_000;

/**
 * Keeps the cache up to date: subscribes to the stream of packages while somebody is
 * signed in, and connects again after each end. A ticket works once, so the browser's own way of
 * reconnecting would fail.
 */
export class LiveUpdates {
  private source: EventSource | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private refetchTimer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private hiddenAt: number | null = null;
  /** Opened by another tab more often than allowed: wait until this one is looked at. */
  private isPaused = false;
  private isStopped = false;

  constructor(
    private readonly cache: QueryClient,
    private readonly onConnected: () => void,
  ) {}

  start(): void {
    document.addEventListener('visibilitychange', this.onVisibility);
    window.addEventListener('online', this.reconnect);
    window.addEventListener('focus', this.onFocus);
    void this.open();
  }

  stop(): void {
    this.isStopped = true;
    document.removeEventListener('visibilitychange', this.onVisibility);
    window.removeEventListener('online', this.reconnect);
    window.removeEventListener('focus', this.onFocus);
    clearTimeout(this.refetchTimer);
    this.close();
  }

  private readonly onVisibility = (): void => {
    if (document.visibilityState === 'hidden') {
      this.hiddenAt = Date.now();
      return;
    }
    const away = this.hiddenAt === null ? 0 : Date.now() - this.hiddenAt;
    this.hiddenAt = null;
    if (this.isPaused || away > STALE_AFTER_MS) this.reconnect();
  };

  private readonly onFocus = (): void => {
    if (this.isPaused) this.reconnect();
  };

  private readonly reconnect = (): void => {
    this.failures = 0;
    this.isPaused = false;
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
    source.onerror = () => this.reconnectLater(source);
    subscribe<SnapshotDto>(source, 'snapshot', (data) => this.onSnapshot(data));
    subscribe<PackageDto>(source, 'package', (data) => this.onPackage(data));
    subscribe<GoneDto>(source, 'gone', ({ packageId }) => {
      dropPackage(this.cache, packageId);
      this.refetchSoon();
    });
    subscribe(source, 'approval', () => this.refetchSoon());
    subscribe<EndDto>(source, 'end', ({ reason }) => void this.onEnd(source, reason));
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
      if (!isOver && !this.isStopped) this.reconnectLater(null);
      return null;
    }
  }

  private reconnectLater(source: EventSource | null): void {
    if (this.isStopped || source !== this.source) return;
    source?.close();
    this.source = null;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
    this.failures += 1;
    this.timer = setTimeout(() => void this.open(), pause * (1 + Math.random() / 2));
  }

  /** Changes from before the connection are in none of its events, so all data is loaded again. */
  private onSnapshot({ packages, complete }: SnapshotDto): void {
    for (const one of packages) putPackage(this.cache, one);
    if (!complete) return;
    this.failures = 0;
    this.refetchSoon();
    // A stream ends when somebody stands in for others by now.
    void this.cache.invalidateQueries({ queryKey: ['substitutions'] });
    this.onConnected();
  }

  private onPackage(changed: PackageDto): void {
    putPackage(this.cache, changed);
    this.refetchSoon();
  }

  private refetchSoon(): void {
    this.refetchTimer ??= setTimeout(() => {
      this.refetchTimer = undefined;
      void refetchChanged(this.cache);
    }, REFETCH_DELAY_MS);
  }

  private async onEnd(source: EventSource, reason: EndDto['reason']): Promise<void> {
    source.close();
    if (source !== this.source) return;
    if (reason === 'too_many_streams') {
      this.isPaused = document.visibilityState === 'hidden' || !document.hasFocus();
      if (this.isPaused) return;
    }
    if (reason === 'access_ended') {
      const account = currentAccount();
      if (account) await renewTokens(account).catch(() => null);
    }
    if (currentAccount()) this.reconnectLater(this.source);
  }
}

function subscribe<T>(source: EventSource, name: string, handle: (data: T) => void): void {
  source.addEventListener(name, (event) => {
    handle(JSON.parse((event as MessageEvent<string>).data) as T);
  });
}
