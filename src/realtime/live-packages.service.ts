import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ActivityService } from '../audit/activity.service.js';
import { Clock } from '../common/clock.js';
import { DAY_MS } from '../common/durations.js';
import { SerialQueue } from '../database/serial-queue.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { PackageDto } from '../packages/dto/package.dto.js';
import { MemberAccess } from '../packages/member-access.js';
import { VisiblePackages } from '../packages/visible-packages.service.js';
import { Audience } from './audience.js';
import { LiveApprovals } from './live-approvals.service.js';
import type { EventStream } from './event-stream.js';
import { batchesOf } from './batches.js';
import { comparedEveryMs } from './compare-pace.js';
import { coachesOf, concerns, isOutdated, keyOf, type SeenCoach } from './scope-rules.js';

/**
 * How far back the log is read again each time. A row counts from the start of its transaction and
 * shows from the end, so a reader that goes on behind the last row it saw would miss some.
 */
const WINDOW_MS = 10_000;
const MAX_CHANGED = 5_000;
/** How often the members of coaches are, for those whose packages are all over. */
const MEMBERS_EVERY_MS = 60_000;
/**
 * How long after its end a package is still compared and part of snapshots. What is over for longer
 * is told when the log names it or it comes back, and stays as the client has loaded it: also where
 * PHP deletes it or moves it, until the client loads it again.
 */
const FOLLOWED_AFTER_END_MS = 7 * DAY_MS;
/** Readings that may wait for their turn; beyond it subscribers get `unavailable`. */
const QUEUE_LIMIT = 1_000;

/** Publishes changes of packages to the streams of those who may see them. */
@Injectable()
export class LivePackages {
  private readonly audiences = new Map<string, Audience>();
  /** One reading at a time, so that no older state is published after a newer one. */
  private readonly queue = new SerialQueue({ most: QUEUE_LIMIT, waitMs: Infinity });
  private versions = new Map<number, number>();
  /** When the log was last read to its end, in the clock's milliseconds. */
  private followedAt = Number.POSITIVE_INFINITY;
  private compareAtMs = Number.NEGATIVE_INFINITY;
  private membersAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly activities: ActivityService,
    private readonly approvals: LiveApprovals,
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
      if (hasLeft(stream)) return;
      const { person } = stream.access;
      const scope = await this.unitOfWork.read((tx) => this.access.packageScopeOf(tx, person));
      const key = keyOf(scope);
      const audience = this.audiences.get(key) ?? new Audience(scope);
      await this.readFor(stream, audience, askedAtMs);
      if (hasLeft(stream)) return;
      // What happened while nobody listened is in the snapshot.
      if (this.audiences.size === 0) this.followedAt = this.clock.now().getTime();
      this.audiences.set(key, audience);
      audience.streams.add(stream);
      stream.output.once('close', () => this.unsubscribe(key, audience, stream));
      audience.sendSnapshot(stream, this.clock.now());
    });
  }

  /** Whoever has left while waiting for a turn is nobody to read for. */
  private async readFor({ isOpen }: EventStream, audience: Audience, atMs: number): Promise<void> {
    // After a restart many subscribe at once: one reading serves all who asked before it began.
    if (!isOpen || audience.hasReadSince(atMs)) return;
    await this.readAll(audience);
    await this.readMembers(audience);
  }

  /** Ends the streams of those who see the packages of other coaches by now. */
  async endOutdated(): Promise<void> {
    const ids = [...this.audiences.values()].flatMap(({ scope }) => scope.coachId ?? []);
    const covers = await this.unitOfWork.read((tx) => this.access.coversOfEach(tx, ids));
    for (const { scope, streams } of this.audiences.values()) {
      if (isOutdated(scope, covers)) for (const stream of streams) stream.end('access_ended');
    }
  }

  /** Publishes what has changed. Throws `unavailable`; the next call then covers both. */
  async publishChanges(): Promise<void> {
    await this.queue.run(async () => {
      const startedAtMs = performance.now();
      await this.followLog();
      if (startedAtMs < this.compareAtMs) return;
      const isMembersTurn = startedAtMs - this.membersAtMs >= MEMBERS_EVERY_MS;
      for (const audience of [...this.audiences.values()]) {
        await this.readAll(audience);
        if (isMembersTurn) await this.readMembers(audience);
      }
      if (isMembersTurn) this.membersAtMs = startedAtMs;
      this.compareAtMs = startedAtMs + comparedEveryMs(performance.now() - startedAtMs);
    });
  }

  private unsubscribe(key: string, audience: Audience, stream: EventStream): void {
    audience.streams.delete(stream);
    if (audience.streams.size === 0 && this.audiences.get(key) === audience) {
      this.audiences.delete(key);
    }
  }

  /** From where it was read last, however long ago that is: only the log tells of what is over. */
  private async followLog(): Promise<void> {
    const now = this.clock.now().getTime();
    const since = new Date(Math.min(now, this.followedAt) - WINDOW_MS);
    const { places, asked } = await this.unitOfWork.read(async (tx) => {
      const [ids, requests] = await Promise.all([
        this.activities.changedPackages(tx, since, MAX_CHANGED),
        this.approvals.read(tx, since),
      ]);
      const found = [];
      for (const batch of batchesOf(ids)) found.push(...(await this.visible.places(tx, batch)));
      return { places: found, asked: requests };
    });
    const changed = places.filter(({ id, version }) => this.versions.get(id) !== version);
    for (const audience of [...this.audiences.values()]) {
      const theirs = changed.filter((one) => concerns(audience.scope, one));
      const memberIds = [...new Set(theirs.map(({ memberId }) => memberId))];
      const ids = theirs.map(({ id }) => id);
      for (const batch of batchesOf(memberIds))
        await this.read(audience, { memberIds: batch, ids });
    }
    this.approvals.publish(asked, this.audiences.values());
    // Only after all were published: what fails half-way is done again.
    this.versions = new Map(places.map(({ id, version }) => [id, version]));
    this.followedAt = now;
  }

  private async readAll(audience: Audience): Promise<void> {
    const startedAtMs = performance.now();
    await this.read(audience);
    audience.wasRead(startedAtMs);
  }

  /**
   * Reads all packages again that are not over for long, or those of some members, and publishes
   * what differs; and what has become of others: those that were sent before, and those of `ids`.
   */
  private async read(
    audience: Audience,
    { memberIds, ids = [] }: { memberIds?: readonly number[]; ids?: readonly number[] } = {},
  ): Promise<void> {
    const { scope } = audience;
    const at = this.clock.now();
    const since = new Date(at.getTime() - FOLLOWED_AFTER_END_MS);
    const filter = { scope, since, ...(memberIds ? { memberIds } : {}) };
    const fingerprints = await this.unitOfWork.read((tx) =>
      this.visible.fingerprints(tx, filter, at),
    );
    const changed = audience.changedAmong(fingerprints);
    const found = new Set(fingerprints.map(({ id }) => id));
    for (const id of changed) found.delete(id);
    for (const batch of batchesOf(changed)) {
      const described = await this.describe(audience, batch, at);
      const asked = new Set(batch);
      audience.publish(
        described,
        fingerprints.filter(({ id }) => asked.has(id)),
      );
      for (const { id } of described) found.add(id);
    }
    const others = [
      ...audience.missingFrom(found, memberIds),
      ...ids.filter((id) => !found.has(id)),
    ];
    await this.readOthers(audience, [...new Set(others)], at);
    if (memberIds) await this.readMembers(audience, memberIds);
  }

  /** Publishes the last state of packages that are over, and which are not visible any more. */
  private async readOthers(audience: Audience, ids: readonly number[], at: Date): Promise<void> {
    for (const batch of batchesOf(ids)) {
      const described = await this.describe(audience, batch, at);
      audience.publish(described, []);
      const visible = described.map(({ id }) => id);
      audience.forget(visible);
      const gone = batch.filter((id) => !visible.includes(id) && audience.remembers(id));
      const memberIds = audience.membersOf(gone);
      audience.publishGone(gone);
      await this.readMembers(audience, memberIds, gone);
    }
  }

  /**
   * Publishes as gone what a coach had with members who are not the coach's any more: all of it, as
   * a client may show packages that were over before it asked. `told` are known to be gone.
   */
  private async readMembers(
    audience: Audience,
    among?: readonly number[],
    told: readonly number[] = [],
  ): Promise<void> {
    for (const coach of coachesOf(audience.scope)) {
      await this.readMembersOf(coach, audience, { among, told });
    }
  }

  private async readMembersOf(
    { coachId, memberIds }: SeenCoach,
    audience: Audience,
    { among, told }: { among: readonly number[] | undefined; told: readonly number[] },
  ): Promise<void> {
    const members = audience.membersWith(coachId);
    const asked = memberIds?.filter((id) => among?.includes(id) ?? true) ?? among;
    const { assigned, lost, gone } = await this.unitOfWork.read(async (tx) => {
      const theirs = new Set(await this.visible.assigned(tx, coachId, asked));
      const others = [...(asked ?? members)].filter((id) => members.has(id) && !theirs.has(id));
      const ids = await this.visible.idsOf(tx, coachId, others);
      return { assigned: theirs, lost: others, gone: ids };
    });
    audience.publishGone(gone.filter((id) => !told.includes(id)));
    // Not before: a reading may be tried again, and would not find them then.
    for (const id of lost) members.delete(id);
    for (const id of assigned) members.add(id);
  }

  /** With the audience's scope: a package may have changed its coach since it was found. */
  private async describe(
    { scope }: Audience,
    ids: readonly number[],
    at: Date,
  ): Promise<PackageDto[]> {
    const packages = await this.unitOfWork.read((tx) => this.visible.describe(tx, scope, ids, at));
    // The embedded database answers synchronously: let requests and sockets have a turn.
    await nextTurn();
    return packages;
  }
}

const hasLeft = ({ isOpen }: EventStream): boolean => !isOpen;
