import type { PackageScope } from '../packages/member-access.js';
import type { PackageDto } from '../packages/dto/package.dto.js';
import type { PackageFingerprint } from '../packages/visible-packages.service.js';
import type { EventStream } from './event-stream.js';

/** The most packages of a snapshot: some 80 kB. A client that shows more asks for it. */
const SNAPSHOT_LIMIT = 300;

/** The last state of a package that was published. */
interface SentPackage {
  readonly memberId: number;
  readonly fingerprint: string;
  /** The data of its event. */
  readonly json: string;
}

/**
 * The streams of people who may see the same packages, and the state that was last sent to them. A
 * new subscriber gets that state as a snapshot; later changes are published to all, so that no
 * stream has to remember what it was sent.
 */
export class Audience {
  readonly streams = new Set<EventStream>();
  private readonly members = new Map<number, Set<number>>();
  private readAtMs = Number.NEGATIVE_INFINITY;
  private readonly sent = new Map<number, SentPackage>();

  constructor(readonly scope: PackageScope) {}

  /** The members of a coach when they were last asked for; their packages are visible. */
  membersWith(coachId: number): Set<number> {
    const known = this.members.get(coachId) ?? new Set();
    this.members.set(coachId, known);
    return known;
  }

  /** Records when a complete reading began, by the monotonic clock of the process. */
  wasRead(startedAtMs: number): void {
    this.readAtMs = startedAtMs;
  }

  /** Whether a complete reading began at this instant or later. */
  hasReadSince(instantMs: number): boolean {
    return this.readAtMs >= instantMs;
  }

  /** The packages whose fingerprints are new, or differ from what was last sent. */
  changedAmong(fingerprints: readonly PackageFingerprint[]): number[] {
    return fingerprints.flatMap(({ id, fingerprint }) =>
      this.sent.get(id)?.fingerprint === fingerprint ? [] : [id],
    );
  }

  /** Publishes the current state of packages, as far as it differs from what was sent. */
  publish(packages: readonly PackageDto[], fingerprints: readonly PackageFingerprint[]): void {
    const fingerprintOf = new Map(fingerprints.map(({ id, fingerprint }) => [id, fingerprint]));
    for (const one of packages) {
      const { id, memberId } = one;
      const json = JSON.stringify(one);
      const isChanged = this.sent.get(id)?.json !== json;
      this.sent.set(id, { memberId, fingerprint: fingerprintOf.get(id) ?? '', json });
      if (isChanged) for (const stream of this.streams) stream.send('package', json);
    }
  }

  /** What was sent of all or some members, and is not among the packages that were just found. */
  missingFrom(found: ReadonlySet<number>, memberIds?: readonly number[]): number[] {
    const asked = memberIds && new Set(memberIds);
    return [...this.sent].flatMap(([id, { memberId }]) =>
      found.has(id) || asked?.has(memberId) === false ? [] : [id],
    );
  }

  /** The members whose packages these are, as far as they were sent. */
  membersOf(ids: readonly number[]): number[] {
    return [...new Set(ids.flatMap((id) => this.sent.get(id)?.memberId ?? []))];
  }

  /** Whether any state of the package is remembered. */
  remembers(id: number): boolean {
    return this.sent.has(id);
  }

  /** Remembers no longer what is over; its last state was published. */
  forget(ids: readonly number[]): void {
    for (const id of ids) this.sent.delete(id);
  }

  /** Sends something to all streams that no snapshot has. */
  tell(event: string, json: string): void {
    for (const stream of this.streams) stream.send(event, json);
  }

  /** Publishes that packages are not visible any more. */
  publishGone(ids: readonly number[]): void {
    for (const id of ids) {
      this.sent.delete(id);
      const json = JSON.stringify({ packageId: id });
      for (const stream of this.streams) stream.send('gone', json);
    }
  }

  /** Sends the current state to a new subscriber: all of it, or the newest packages. */
  sendSnapshot(stream: EventStream, at: Date): void {
    const newest = [...this.sent.keys()].toSorted((a, b) => a - b).slice(-SNAPSHOT_LIMIT);
    const packages = newest.map((id) => this.sent.get(id)?.json);
    const head = `{"at":"${at.toISOString()}","complete":true`;
    stream.send('snapshot', `${head},"packages":[${packages.join(',')}]}`);
  }
}
