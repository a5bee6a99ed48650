import type { Answer } from '../api.js';
import type { Chance } from '../seed.js';
import type { AdoptedMember, AdoptedStudio } from './adopted-studio.js';
import { Php } from './php.js';

const DAY_MS = 86_400_000;

/** A change of ours that was acknowledged: what must be found in the books afterwards. */
export interface Acknowledged {
  readonly what: 'taken' | 'undone' | 'adjusted';
  readonly usageId: number;
  readonly requestId: string;
}

/** Members with whom PHP works, and then we too at the same time, until it is ended. */
export class Rush {
  readonly acknowledged: Acknowledged[] = [];
  /** Answers by status, of ours. */
  readonly statuses = new Map<number, number>();
  /** What PHP did, by answer. */
  readonly phpDid = new Map<string, number>();
  readonly phpErrors: string[] = [];
  /** How much higher the counts must be at the end, by member. */
  readonly changes = new Map<number, number>();
  private readonly undoable: { member: AdoptedMember; usageId: number }[] = [];

  private readonly memberOf: Map<number, number>;
  /** Pages of PHP that were opened and have not answered. */
  private readonly underWay = new Set<Promise<unknown>>();
  private isOver = false;
  private now: Date;
  private studio: AdoptedStudio | undefined;

  constructor(
    private readonly databaseUrl: string,
    private readonly members: readonly AdoptedMember[],
    now: string,
  ) {
    this.now = new Date(now);
    this.memberOf = new Map(members.map(({ packageId, id }) => [packageId, id]));
  }

  end(): void {
    this.isOver = true;
  }

  /**
   * Moves the day on, so that every member may train again and again. It waits for what began on
   * the day before: midnight may come upon a page of PHP, but no page takes days.
   */
  async days(everyMs: number): Promise<void> {
    while (!this.isOver) {
      const begun = [...this.underWay];
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      await Promise.all(begun);
      this.now = new Date(this.now.getTime() + DAY_MS);
      this.studio?.clock.set(this.now.toISOString());
    }
  }

  /** A page of PHP that is opened again and again. */
  async asPhp(dice: Chance): Promise<void> {
    const php = await Php.connect(this.databaseUrl);
    while (!this.isOver) {
      const page = this.phpPage(php, dice);
      this.underWay.add(page);
      await page;
      this.underWay.delete(page);
    }
    for (const [packageId, taken] of php.taken) {
      count(this.changes, this.memberOf.get(packageId) ?? 0, -taken);
    }
    await php.close();
  }

  /** A coach who works through our API. */
  async asCoach(studio: AdoptedStudio, dice: Chance): Promise<void> {
    this.studio = studio;
    while (!this.isOver) {
      const member = dice.oneOf(this.members);
      const { status } = await this.ourStep(studio, member, dice);
      count(this.statuses, status);
    }
  }

  private get today(): string {
    return this.now.toISOString().slice(0, 10);
  }

  private async phpPage(php: Php, dice: Chance): Promise<void> {
    try {
      count(this.phpDid, await this.phpStep(php, dice));
    } catch (error) {
      this.phpErrors.push(await explained(php, error));
    }
  }

  private async phpStep(php: Php, dice: Chance): Promise<string> {
    await php.setTime(this.now.toISOString());
    const { id, coach } = dice.oneOf(this.members);
    const chance = dice.between(1, 100);
    // A second package on one day is what adoption asks about first.
    if (chance > 10 || !this.studio) return php.startWorkout(id, coach.id, this.today);
    if (chance > 8) {
      const sessions = dice.between(1, 8);
      const pending = { staff_approval: 'pending', remaining_sessions: sessions };
      const sold = await php.sell(id, coach.id, { ...pending, requested_at: null });
      this.memberOf.set(sold, id);
      count(this.changes, id, sessions);
      await php.change(sold, { staff_approval: 'approved', status: 'active' });
      return 'sold';
    }
    const one = await php.newestSubscription(id, coach.id);
    if (!one) return 'no subscription';
    await php.change(one.id, { staff_approval: 'pending' });
    await php.change(one.id, { staff_approval: 'approved' });
    return 'flipped';
  }

  private async ourStep(
    studio: AdoptedStudio,
    member: AdoptedMember,
    dice: Chance,
  ): Promise<Answer> {
    const api = studio.coachOf(member);
    const chance = dice.between(1, 100);
    if (chance <= 10) return api.history(member);
    if (chance <= 55) return this.keep('taken', await api.startWorkout(member), member, -1);
    if (chance <= 70) {
      const day = new Date(this.now.getTime() - DAY_MS).toISOString().slice(0, 10);
      return this.keep('taken', await api.addUsage(member, { usageDate: day }), member, -1);
    }
    if (chance <= 85 && this.undoable.length > 0) {
      const one = dice.oneOf(this.undoable);
      const answer = await studio.coachOf(one.member).undo(one.member, one.usageId);
      return this.keep('undone', answer, one.member, 1);
    }
    const change = { adjustment: dice.oneOf([-1, 1, 2, 4]), reason: 'by chance' };
    return this.keep('adjusted', await api.adjust(member, change), member, change.adjustment);
  }

  private keep(
    what: Acknowledged['what'],
    answer: Answer,
    member: AdoptedMember,
    change: number,
  ): Answer {
    const isDone = what === 'taken' ? answer.status === 201 : answer.status === 200;
    if (!isDone) return answer;
    const usageId = answer.body.usage.id as number;
    const requestId = answer.headers.get('x-request-id') ?? '';
    this.acknowledged.push({ what, usageId, requestId });
    count(this.changes, member.id, change);
    if (what === 'taken') this.undoable.push({ member, usageId });
    return answer;
  }
}

function count<Key>(counts: Map<Key, number>, key: Key, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** A deadlock with what the server says about it. */
async function explained(php: Php, error: unknown): Promise<string> {
  const { errno, message } = error as { errno?: number; message: string };
  if (errno !== 1213) return message;
  const [row] = await php.run<{ Status: string }>('SHOW ENGINE INNODB STATUS');
  const [, found = ''] = (row?.Status ?? '').split('LATEST DETECTED DEADLOCK');
  return `${message}\n${found.slice(0, 6_000)}`;
}
