import type { Answer } from '../api.js';
import type { Chance } from '../seed.js';
import type { AdoptedMember, AdoptedStudio } from './adopted-studio.js';
import { Php } from './php.js';

/** A change of ours that was acknowledged: what must be found in the books afterwards. */
export interface Acknowledged {
  readonly what: 'taken' | 'undone' | 'adjusted';
  readonly usageId: number;
  readonly requestId: string;
}

/** Members with whom PHP and we work at the same time, until it is over. */
export class Rush {
  readonly acknowledged: Acknowledged[] = [];
  /** Answers by status, of ours. */
  readonly statuses = new Map<number, number>();
  /** What PHP did, by answer. */
  readonly phpDid = new Map<string, number>();
  readonly phpErrors: string[] = [];
  private readonly undoable: { member: AdoptedMember; usageId: number }[] = [];

  constructor(
    private readonly studio: AdoptedStudio,
    private readonly members: readonly AdoptedMember[],
    private readonly until: number,
  ) {}

  /** Moves the studio's day on, so that every member may train again and again. */
  async days(everyMs: number): Promise<void> {
    while (!this.isOver) {
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      this.studio.clock.advance({ days: 1 });
    }
  }

  /** A page of PHP that is opened again and again. */
  async asPhp(dice: Chance): Promise<void> {
    const php = await Php.connect(this.studio.databaseUrl);
    while (!this.isOver) {
      try {
        count(this.phpDid, await this.phpStep(php, dice));
      } catch (error) {
        this.phpErrors.push(await explained(php, error));
      }
    }
    await php.close();
  }

  /** A coach who works through our API. */
  async asCoach(dice: Chance): Promise<void> {
    while (!this.isOver) {
      const member = dice.oneOf(this.members);
      const { status } = await this.ourStep(member, dice);
      count(this.statuses, status);
    }
  }

  private get isOver(): boolean {
    return Date.now() >= this.until;
  }

  private get today(): string {
    return this.studio.clock.now().toISOString().slice(0, 10);
  }

  private async phpStep(php: Php, dice: Chance): Promise<string> {
    const { id, coach } = dice.oneOf(this.members);
    const chance = dice.between(1, 100);
    if (chance > 10) return php.startWorkout(id, coach.id, this.today);
    if (chance > 8) {
      const pending = { staff_approval: 'pending', remaining_sessions: dice.between(1, 8) };
      const sold = await php.sell(id, coach.id, { ...pending, requested_at: null });
      await php.change(sold, { staff_approval: 'approved', status: 'active' });
      return 'sold';
    }
    const one = await php.newestSubscription(id, coach.id);
    if (!one) return 'no subscription';
    await php.change(one.id, { staff_approval: 'pending' });
    await php.change(one.id, { staff_approval: 'approved' });
    return 'flipped';
  }

  private async ourStep(member: AdoptedMember, dice: Chance): Promise<Answer> {
    const api = this.studio.coachOf(member);
    const chance = dice.between(1, 100);
    if (chance <= 10) return api.history(member);
    if (chance <= 55) return this.keep('taken', await api.startWorkout(member), member);
    if (chance <= 70) {
      const usageDate = new Date(this.studio.clock.now().getTime() - 86_400_000);
      const day = usageDate.toISOString().slice(0, 10);
      return this.keep('taken', await api.addUsage(member, { usageDate: day }), member);
    }
    if (chance <= 85 && this.undoable.length > 0) {
      const one = dice.oneOf(this.undoable);
      const answer = await this.studio.coachOf(one.member).undo(one.member, one.usageId);
      return this.keep('undone', answer, one.member);
    }
    const change = { adjustment: dice.oneOf([-1, 1, 2, 4]), reason: 'by chance' };
    return this.keep('adjusted', await api.adjust(member, change), member);
  }

  private keep(what: Acknowledged['what'], answer: Answer, member: AdoptedMember): Answer {
    const isDone = what === 'taken' ? answer.status === 201 : answer.status === 200;
    if (!isDone) return answer;
    const usageId = answer.body.usage.id as number;
    const requestId = answer.headers.get('x-request-id') ?? '';
    this.acknowledged.push({ what, usageId, requestId });
    if (what === 'taken') this.undoable.push({ member, usageId });
    return answer;
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** A deadlock with what the server says about it. */
async function explained(php: Php, error: unknown): Promise<string> {
  const { errno, message } = error as { errno?: number; message: string };
  if (errno !== 1213) return message;
  const [row] = await php.run<{ Status: string }>('SHOW ENGINE INNODB STATUS');
  const [, found = ''] = (row?.Status ?? '').split('LATEST DETECTED DEADLOCK');
  return `${message}\n${found.slice(0, 6_000)}`;
}
