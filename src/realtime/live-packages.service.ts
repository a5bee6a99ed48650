import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ActivityService } from '../audit/activity.service.js';
import { Clock } from '../common/clock.js';
import { SerialQueue } from '../database/serial-queue.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { MemberAccess, type PackageScope } from '../packages/member-access.js';
import { VisiblePackages } from '../packages/visible-packages.service.js';
import { Audience } from './audience.js';
import type { EventStream } from './event-stream.js';

/** The most ids or rows per statement. */
const BATCH = 500;
/**
 * How far back the log is read again each time. A row counts from the start of its transaction and
 * shows from the end, so a reader that goes on behind the last row it saw would miss some.
 */
const WINDOW_MS = 10_000;
const MAX_CHANGED = 5_000;
/** How often all packages are compared, for changes without a log row: by PHP and by expiry. */
const COMPARE_EVERY_MS = 3_000;
/** Readings that may wait for their turn; beyond it subscribers get `unavailable`. */
const QUEUE_LIMIT = 1_000;

/** Publishes changes of packages to the streams of those who may see them. */
@Injectable()
export class LivePackages {
  private readonly audiences = new Map<string, Audience>();
  /** One reading at a time, so that no older state is published after a newer one. */
  private readonly queue = new SerialQueue(QUEUE_LIMIT);
  private versions = new Map<number, number>();
  private comparedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly activities: ActivityService,
    private readonly access: MemberAccess,
    private readonly visible: VisiblePackages,
  ) {}

  /** How many audiences have at least one stream. */
  get audienceCount(): number {
    return this.audiences.size;
  }

  /** Sends the stream a snapshot, and changes from then on. Throws `unavailable`. */
  async subscribe(stream: EventStream): Promise<void> {
    const askedAtMs = performance.now();
    await this.queue.run(async () => {
      const scope = this.access.packageScopeOf(stream.access.person);
      const key = `${scope.coachId ?? ''}/${scope.memberId ?? ''}`;
      const audience = this.audiences.get(key) ?? new Audience(scope);
      // After a restart many subscribe at once: one reading serves all who asked before it began.
      if (!audience.hasReadSince(askedAtMs)) await this.readAll(audience);
      if (!stream.isOpen) return;
      this.audiences.set(key, audience);
      audience.streams.add(stream);
      stream.output.once('close', () => this.unsubscribe(key, audience, stream));
      void audience.sendSnapshot(stream, this.clock.now());
    });
  }

  /** Publishes what has changed. Throws `unavailable`; the next call then covers both. */
  async publishChanges(): Promise<void> {
    await this.queue.run(async () => {
      const startedAtMs = performance.now();
      if (startedAtMs - this.comparedAtMs < COMPARE_EVERY_MS) return this.followLog();
      for (const audience of [...this.audiences.values()]) await this.readAll(audience);
      this.comparedAtMs = startedAtMs;
    });
  }

  private unsubscribe(key: string, audience: Audience, stream: EventStream): void {
    audience.streams.delete(stream);
    if (audience.streams.size === 0 && this.audiences.get(key) === audience) {
      this.audiences.delete(key);
    }
  }

  private async followLog(): Promise<void> {
    const since = new Date(this.clock.now().getTime() - WINDOW_MS);
    const places = await this.unitOfWork.read(async (tx) => {
      const ids = await this.activities.changedPackages(tx, since, MAX_CHANGED);
      const found = [];
      for (const batch of batchesOf(ids)) found.push(...(await this.visible.places(tx, batch)));
      return found;
    });
    const changed = places.filter(({ id, version }) => this.versions.get(id) !== version);
    for (const audience of [...this.audiences.values()]) {
      const theirs = changed.filter((one) => concerns(audience.scope, one));
      const memberIds = [...new Set(theirs.map(({ memberId }) => memberId))];
      for (const batch of batchesOf(memberIds)) await this.read(audience, batch);
    }
    // Only after all were published: what fails half-way is done again.
    this.versions = new Map(places.map(({ id, version }) => [id, version]));
  }

  private async readAll(audience: Audience): Promise<void> {
    const startedAtMs = performance.now();
    await this.read(audience);
    audience.wasRead(startedAtMs);
  }

  /** Reads all packages again, or those of some members, and publishes what differs. */
  private async read(audience: Audience, memberIds?: readonly number[]): Promise<void> {
    const { scope } = audience;
    const at = this.clock.now();
    const visible = new Set<number>();
    for (let afterId = 0; ;) {
      const filter = { scope, afterId, limit: BATCH, ...(memberIds ? { memberIds } : {}) };
      const page = await this.unitOfWork.read(async (tx) => {
        const fingerprints = await this.visible.fingerprints(tx, filter, at);
        const changed = audience.changedAmong(fingerprints);
        // Read with the same scope: a package may have changed its coach in between.
        return {
          fingerprints,
          changed,
          packages: await this.visible.describe(tx, scope, changed, at),
        };
      });
      audience.publish(page.packages, page.fingerprints);
      const changed = new Set(page.changed);
      for (const { id } of page.fingerprints) if (!changed.has(id)) visible.add(id);
      for (const { id } of page.packages) visible.add(id);
      // The embedded database answers synchronously: let requests and sockets have a turn.
      await nextTurn();
      afterId = page.fingerprints.at(-1)?.id ?? afterId;
      if (page.fingerprints.length < BATCH) break;
    }
    audience.publishGone(visible, memberIds);
  }
}

function concerns(scope: PackageScope, one: { memberId: number; coachId: number }): boolean {
  const { coachId = one.coachId, memberId = one.memberId } = scope;
  return coachId === one.coachId && memberId === one.memberId;
}

function batchesOf(ids: readonly number[]): number[][] {
  const count = Math.ceil(ids.length / BATCH);
  return Array.from({ length: count }, (_, i) => ids.slice(i * BATCH, (i + 1) * BATCH));
}
