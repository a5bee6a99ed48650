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

/** Ids or rows that one statement is about at most. */
const BATCH = 500;
/**
 * How far back the log is read again each time. A row counts from the start of its transaction and
 * shows from the end, so a reader that goes on behind the last row it saw would miss some.
 */
const WINDOW_MS = 10_000;
const MAX_CHANGED = 5_000;
/** How often everything is compared: for what the log does not know, PHP and passing time. */
const SWEEP_EVERY_MS = 3_000;
/** Readings that may wait for their turn; more people are told to come back. */
const QUEUE_LIMIT = 1_000;

/** Keeps those who listen informed about the packages that they may see, whoever changes them. */
@Injectable()
export class LivePackages {
  private readonly audiences = new Map<string, Audience>();
  /** One reading at a time, so that nobody is told an older state after a newer one. */
  private readonly queue = new SerialQueue(QUEUE_LIMIT);
  private versions = new Map<number, number>();
  private sweptAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly activities: ActivityService,
    private readonly access: MemberAccess,
    private readonly visible: VisiblePackages,
  ) {}

  /** How many groups of listeners there are. */
  get audienceCount(): number {
    return this.audiences.size;
  }

  /** Shows the stream everything, and from then on what changes. Throws `unavailable`. */
  async join(stream: EventStream): Promise<void> {
    const cameAtMs = performance.now();
    await this.queue.run(async () => {
      const scope = this.access.packageScopeOf(stream.access.person);
      const key = `${scope.coachId ?? ''}/${scope.memberId ?? ''}`;
      const audience = this.audiences.get(key) ?? new Audience(scope);
      // Many come back at once after a restart: one reading does for all who came before it.
      if (!audience.knowsAllBefore(cameAtMs)) await this.readAll(audience);
      if (!stream.isOpen) return;
      this.audiences.set(key, audience);
      audience.streams.add(stream);
      stream.output.once('close', () => this.leave(key, audience, stream));
      void audience.show(stream, this.clock.now());
    });
  }

  /** Tells everybody what has changed. Throws `unavailable`; the next call makes up for it. */
  async catchUp(): Promise<void> {
    await this.queue.run(async () => {
      const startedAtMs = performance.now();
      if (startedAtMs - this.sweptAtMs < SWEEP_EVERY_MS) return this.followLog();
      for (const audience of [...this.audiences.values()]) await this.readAll(audience);
      this.sweptAtMs = startedAtMs;
    });
  }

  private leave(key: string, audience: Audience, stream: EventStream): void {
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
    // Not before all were told: what fails half-way is done again.
    this.versions = new Map(places.map(({ id, version }) => [id, version]));
  }

  private async readAll(audience: Audience): Promise<void> {
    const startedAtMs = performance.now();
    await this.read(audience);
    audience.wasRead(startedAtMs);
  }

  /** Reads everything again, or all of some members, and tells what differs. */
  private async read(audience: Audience, memberIds?: readonly number[]): Promise<void> {
    const { scope } = audience;
    const at = this.clock.now();
    const visible = new Set<number>();
    for (let afterId = 0; ;) {
      const filter = { scope, afterId, limit: BATCH, ...(memberIds ? { memberIds } : {}) };
      const page = await this.unitOfWork.read(async (tx) => {
        const marks = await this.visible.marks(tx, filter, at);
        const changed = audience.changedAmong(marks);
        // Asked for by the same rule: it may have become somebody else's in between.
        return { marks, changed, shapes: await this.visible.describe(tx, scope, changed, at) };
      });
      audience.tell(page.shapes, page.marks);
      const changed = new Set(page.changed);
      for (const { id } of page.marks) if (!changed.has(id)) visible.add(id);
      for (const { id } of page.shapes) visible.add(id);
      // The embedded database answers without a pause; requests and slow lines need their turn.
      await nextTurn();
      afterId = page.marks.at(-1)?.id ?? afterId;
      if (page.marks.length < BATCH) break;
    }
    audience.tellGone(visible, memberIds);
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
