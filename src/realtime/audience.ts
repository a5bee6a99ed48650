import type { PackageScope } from '../packages/member-access.js';
import type { PackageDto } from '../packages/dto/package.dto.js';
import type { PackageMark } from '../packages/visible-packages.service.js';
import type { EventStream } from './event-stream.js';

/** Packages that one event of a snapshot holds at most. */
const SNAPSHOT_PAGE = 500;

interface Known {
  readonly memberId: number;
  readonly mark: string;
  /** The package as it was sent. */
  readonly json: string;
}

/**
 * Everybody who may see the same packages, and what they were told. Whoever joins is shown all of
 * it; what differs from it later goes to all of them. So a stream has no memory of its own.
 */
export class Audience {
  readonly streams = new Set<EventStream>();
  private readAtMs = Number.NEGATIVE_INFINITY;
  private readonly known = new Map<number, Known>();

  constructor(readonly scope: PackageScope) {}

  /** Notes when a complete reading began, on the clock of the process. */
  wasRead(startedAtMs: number): void {
    this.readAtMs = startedAtMs;
  }

  /** Whether all that was committed before an instant has been told. */
  knowsAllBefore(instantMs: number): boolean {
    return this.readAtMs >= instantMs;
  }

  /** The packages of the marks that are new, or not as they were told. */
  changedAmong(marks: readonly PackageMark[]): number[] {
    return marks.flatMap(({ id, mark }) => (this.known.get(id)?.mark === mark ? [] : [id]));
  }

  /** Tells how packages are now. */
  tell(shapes: readonly PackageDto[], marks: readonly PackageMark[]): void {
    const markOf = new Map(marks.map(({ id, mark }) => [id, mark]));
    for (const shape of shapes) {
      const { id, memberId } = shape;
      const json = JSON.stringify(shape);
      const isNews = this.known.get(id)?.json !== json;
      this.known.set(id, { memberId, mark: markOf.get(id) ?? '', json });
      if (isNews) for (const stream of this.streams) stream.send('package', json);
    }
  }

  /** Tells which packages are out of sight: all but the visible ones, or all of some members. */
  tellGone(visible: ReadonlySet<number>, memberIds?: readonly number[]): void {
    const asked = memberIds && new Set(memberIds);
    for (const [id, { memberId }] of this.known) {
      if (visible.has(id) || asked?.has(memberId) === false) continue;
      this.known.delete(id);
      const json = JSON.stringify({ packageId: id });
      for (const stream of this.streams) stream.send('gone', json);
    }
  }

  /**
   * Shows everything to a stream that has joined, page by page as the client takes it. What
   * changes meanwhile is told at once, and its page, if it is still to come, shows no older state.
   */
  async show(stream: EventStream, at: Date): Promise<void> {
    const ids = [...this.known.keys()];
    for (let start = 0; start === 0 || start < ids.length; start += SNAPSHOT_PAGE) {
      if (start > 0) await stream.whenReady();
      if (!this.streams.has(stream)) return;
      const page = ids.slice(start, start + SNAPSHOT_PAGE).flatMap((id) => {
        const one = this.known.get(id);
        return one ? [one.json] : [];
      });
      const complete = start + SNAPSHOT_PAGE >= ids.length;
      const head = `{"at":"${at.toISOString()}","complete":${complete}`;
      stream.send('snapshot', `${head},"packages":[${page.join(',')}]}`);
    }
  }
}
