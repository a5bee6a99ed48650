import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type Generation, GENERATIONS } from './generations.js';
import type { Left, MemberNumbers, OldNumbers } from './old-numbers.js';
import { type BookedNumbers, ComparisonRepository } from './comparison.repository.js';

/** What the comparison came to, as people read it. */
export interface Comparison {
  /** Whether every member has the same figures on both sides. */
  readonly holds: boolean;
  readonly text: string;
}

const MEMBERS_AT_ONCE = 500;

/** Puts what the legacy tables say of each member beside what our books say. */
@Injectable()
export class ComparisonService {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: ComparisonRepository,
  ) {}

  /**
   * One line a member that either side knows; those that differ from what PHP of the generation
   * says are marked, and stand last. Where nobody named one, it follows from what the studio
   * counts.
   */
  async compare(old: OldNumbers, named?: Generation): Promise<Comparison> {
    const at = this.clock.now();
    const before = await old.read(at);
    const generation = named ?? this.likelyGeneration(before);
    const other = generation === 'newest' ? 'older' : 'newest';
    const [lines, marked]: [string[], string[]] = [[], []];
    const differing = { newest: 0, older: 0 };
    const add = (line: Line) => {
      (differs(line, generation) ? marked : lines).push(textOf(line, generation));
      for (const one of GENERATIONS) if (differs(line, one)) differing[one] += 1;
    };
    for await (const ours of this.all(at)) {
      add({ old: before.get(ours.memberId), ours });
      before.delete(ours.memberId);
    }
    for (const gone of before.values()) add({ old: gone, ours: undefined });
    const unsaid = named === undefined ? differing[other] : 0;
    const verdict = verdictOf(
      lines.length + marked.length,
      differing[generation],
      generation,
      unsaid,
    );
    const text = [`${WHO[generation]}:`, ...HEAD, ...lines, ...marked, ...verdict].join('\n');
    return { holds: differing[generation] === 0, text: `${text}\n` };
  }

  /** Of a studio that has not said what counts, the stricter one, if that makes a difference. */
  private likelyGeneration(before: ReadonlyMap<number, MemberNumbers>): Generation {
    const { countedRateTypes, knowsWhatCounts } = this.config;
    if (knowsWhatCounts) return countedRateTypes.length > 1 ? 'newest' : 'older';
    const members = [...before.values()];
    return members.some(({ says }) => says.newest.left !== says.older.left) ? 'newest' : 'older';
  }

  private async *all(at: Date): AsyncGenerator<BookedNumbers> {
    let page: BookedNumbers[];
    let after = 0;
    do {
      page = await this.unitOfWork.snapshot((tx) =>
        this.rows.booked(tx, at, after, MEMBERS_AT_ONCE),
      );
      yield* page;
      after = page.at(-1)?.memberId ?? after;
    } while (page.length > 0);
  }
}

interface Line {
  readonly old: MemberNumbers | undefined;
  readonly ours: BookedNumbers | undefined;
}

const WHO: Readonly<Record<Generation, string>> = {
  newest: 'What PHP says in its newest version, which counts every subscription, beside our books',
  older: 'What PHP says in its older versions, which count packages alone, beside our books',
};

const HEAD = [
  '                                              old                ours',
  '    member  name                        left  used  last day      left  used  last day',
];

function verdictOf(
  members: number,
  differing: number,
  generation: Generation,
  unsaid: number,
): string[] {
  const other = generation === 'newest' ? 'older' : 'newest';
  const more =
    `Beside PHP's ${other} version ${unsaid} would differ: ` +
    `npm run legacy:compare -- --php ${other} names them.`;
  if (differing > 0) {
    const few = `${differing} of ${members} members differ; they are marked with *.`;
    return [few, ...(unsaid > 0 ? [more] : [])];
  }
  if (unsaid === 0) return [`All ${members} members agree.`];
  return [`All ${members} members agree with PHP's ${generation} version.`, more];
}

function differs({ old, ours }: Line, generation: Generation): boolean {
  return (
    old?.says[generation].left !== ours?.left ||
    old?.says[generation].isFree !== ours?.isFree ||
    old?.used !== ours?.used ||
    old?.lastDay !== ours?.lastDay
  );
}

function textOf(line: Line, generation: Generation): string {
  const { old, ours } = line;
  const id = String(old?.memberId ?? ours?.memberId ?? '').padStart(8);
  const name = (ours?.name ?? '(not among the users)').slice(0, 22).padEnd(22);
  const mark = differs(line, generation) ? '*' : ' ';
  const figures = `${figuresOf(old?.says[generation], old)}  ${figuresOf(ours, ours)}`;
  return `${mark} ${id}  ${name} ${figures}`.trimEnd();
}

function figuresOf(
  left: Left | undefined,
  rest: Pick<MemberNumbers, 'used' | 'lastDay'> | undefined,
): string {
  if (!left || !rest) return 'not there'.padStart(25);
  const { used, lastDay } = rest;
  return `${leftText(left).padStart(8)}${String(used).padStart(6)}  ${(lastDay ?? '–').padEnd(10)}`;
}

/** `free` is who trains without limit. */
function leftText({ left, isFree }: Left): string {
  if (!isFree) return String(left);
  return left === 0 ? 'free' : `${left}+free`;
}
