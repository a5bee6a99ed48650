import type { PackageScope } from '../packages/member-access.js';
import type { PackageDto } from '../packages/dto/package.dto.js';
import type { PackageFingerprint } from '../packages/visible-packages.service.js';
import type { EventStream } from './event-stream.js';

/** Packages that one event of a snapshot holds at most. */
const SNAPSHOT_PAGE = 500;

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
  private readAtMs = Number.NEGATIVE_INFINITY;
  private readonly sent = new Map<number, SentPackage>();

  constructor(readonly scope: PackageScope) {}

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

  /** Publishes which packages are not visible any more, of everybody or of some members. */
  publishGone(visible: ReadonlySet<number>, memberIds?: readonly number[]): void {
    const asked = memberIds && new Set(memberIds);
    for (const [id, { memberId }] of this.sent) {
      if (visible.has(id) || asked?.has(memberId) === false) continue;
      this.sent.delete(id);
      const json = JSON.stringify({ packageId: id });
      for (const stream of this.streams) stream.send('gone', json);
    }
  }

  /**
   * Sends the current state to a new subscriber, page by page as the client reads it. A change is
   * published at once meanwhile, and a page that is sent later holds the changed package.
   */
  async sendSnapshot(stream: EventStream, at: Date): Promise<void> {
    const ids = [...this.sent.keys()];
    for (let start = 0; start === 0 || start < ids.length; start += SNAPSHOT_PAGE) {
      if (start > 0) await stream.whenReady();
      if (!this.streams.has(stream)) return;
      const page = ids.slice(start, start + SNAPSHOT_PAGE).flatMap((id) => {
        const last = this.sent.get(id);
        return last ? [last.json] : [];
      });
      const complete = start + SNAPSHOT_PAGE >= ids.length;
      const head = `{"at":"${at.toISOString()}","complete":${complete}`;
      stream.send('snapshot', `${head},"packages":[${page.join(',')}]}`);
    }
  }
}
