import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { MemberNumbers, OldNumbers } from './old-numbers.js';
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
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: ComparisonRepository,
  ) {}

  /** One line a member that either side knows; those that differ are marked. */
  async compare(old: OldNumbers): Promise<Comparison> {
    const before = await old.read();
    const lines: string[] = [];
    let differing = 0;
    const add = (line: Line) => {
      lines.push(textOf(line));
      if (differs(line)) differing += 1;
    };
    for await (const ours of this.all()) {
      add({ old: before.get(ours.memberId), ours });
      before.delete(ours.memberId);
    }
    for (const gone of before.values()) add({ old: gone, ours: undefined });
    const verdict =
      differing === 0
        ? `All ${lines.length} members agree.`
        : `${differing} of ${lines.length} members differ; they are marked with *.`;
    return { holds: differing === 0, text: `${[...HEAD, ...lines, verdict].join('\n')}\n` };
  }

  private async *all(): AsyncGenerator<BookedNumbers> {
    let page: BookedNumbers[];
    let after = 0;
    do {
      page = await this.unitOfWork.snapshot((tx) => this.rows.booked(tx, after, MEMBERS_AT_ONCE));
      yield* page;
      after = page.at(-1)?.memberId ?? after;
    } while (page.length > 0);
  }
}

interface Line {
  readonly old: MemberNumbers | undefined;
  readonly ours: BookedNumbers | undefined;
}

const HEAD = [
  '                                            old              ours',
  '    member  name                      left  used  last day    left  used  last day',
];

function differs({ old, ours }: Line): boolean {
  return old?.left !== ours?.left || old?.used !== ours?.used || old?.lastDay !== ours?.lastDay;
}

function textOf(line: Line): string {
  const { old, ours } = line;
  const id = String(old?.memberId ?? ours?.memberId ?? '').padStart(8);
  const name = (ours?.name ?? '(not among the users)').slice(0, 22).padEnd(22);
  return `${differs(line) ? '*' : ' '} ${id}  ${name} ${figures(old)}  ${figures(ours)}`.trimEnd();
}

function figures(numbers: MemberNumbers | BookedNumbers | undefined): string {
  if (!numbers) return 'not there'.padStart(23);
  const { left, used, lastDay } = numbers;
  return `${String(left).padStart(6)}${String(used).padStart(6)}  ${(lastDay ?? '–').padEnd(10)}`;
}
