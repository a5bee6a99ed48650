/* What PHP finds in its tables, and how its scripts choose among the rows. */

export type Generation = 'older' | 'newest';

export interface PhpSubscription {
  readonly id: number;
  readonly coach_id: number;
  readonly member_id: number;
  readonly status: string;
  readonly coach_approval: string;
  readonly staff_approval: string;
  readonly requested_at: string;
  readonly expires_at: string | null;
  readonly remaining_sessions: number | null;
  readonly rate_type: string;
}

export interface PhpUsage {
  readonly id: number;
  readonly coach_member_id: number;
  readonly usage_date: string;
  readonly created_at: string;
}

export interface PhpCoach {
  readonly user_id: number;
  readonly name: string | null;
  readonly monthly_rate: string | null;
  readonly session_package_rate: string | null;
  readonly session_package_count: number | null;
}

/** What PHP finds in its tables; all times as text on one clock. */
export interface PhpTables {
  readonly subscriptions: readonly PhpSubscription[];
  readonly usages: readonly PhpUsage[];
  readonly coaches: readonly PhpCoach[];
  readonly names: ReadonlyMap<number, string>;
  readonly now: string;
}

/** The rows as the scripts of a generation look for them. */
export class PhpRows {
  protected readonly isNewest: boolean;

  constructor(
    generation: Generation,
    protected readonly tables: PhpTables,
  ) {
    this.isNewest = generation === 'newest';
  }

  /** The subscription of a member that counts and is active; 0 stands for any coach. */
  protected activeOf(member: number, coach = 0): PhpSubscription | undefined {
    const counted = this.isNewest ? ['package', 'monthly'] : ['package'];
    return this.newestFirst(
      (one) => one.member_id === member && (coach === 0 || one.coach_id === coach),
    ).find(({ status, rate_type: type }) => status === 'active' && counted.includes(type));
  }

  protected pair(member: number, coach: number): PhpSubscription[] {
    return this.newestFirst((one) => one.member_id === member && one.coach_id === coach);
  }

  protected newestFirst(isMeant: (one: PhpSubscription) => boolean): PhpSubscription[] {
    const { subscriptions } = this.tables;
    return subscriptions
      .filter(isMeant)
      .toSorted((a, b) => compare(b.requested_at, a.requested_at));
  }

  protected usagesOf(subscriptions: readonly PhpSubscription[]): PhpUsage[] {
    const ids = subscriptions.map(({ id }) => id);
    return this.tables.usages.filter((usage) => ids.includes(usage.coach_member_id));
  }

  protected isUsedOn({ id }: PhpSubscription, day: string): boolean {
    return this.tables.usages.some(
      (usage) => usage.coach_member_id === id && usage.usage_date === day,
    );
  }

  protected isPast({ expires_at: end }: PhpSubscription): boolean {
    return end !== null && this.tables.now > end;
  }

  protected daysUntil(end: string): number {
    const [from, until] = [this.tables.now, end].map((text) => Date.parse(text.replace(' ', 'T')));
    return Math.floor(((until ?? 0) - (from ?? 0)) / 86_400_000);
  }

  protected isMonthly(one: PhpSubscription): boolean {
    return one.rate_type === 'monthly' || this.hasMonthlyRate(one);
  }

  protected hasMonthlyRate(one: PhpSubscription): boolean {
    return Boolean(this.profileOf(one)?.monthly_rate);
  }

  protected profileOf({ coach_id: coach }: PhpSubscription): PhpCoach | undefined {
    return this.tables.coaches.find(({ user_id: of }) => of === coach);
  }
}

export function isApproved(one: PhpSubscription): boolean {
  const { status, coach_approval: coach, staff_approval: staff } = one;
  return status === 'active' && coach === 'approved' && staff === 'approved';
}

/** The order of two texts. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The fields of a subscription that both actions of the page show. */
export function infoOf(one: PhpSubscription): object {
  const { coach_id: _, member_id: __, ...info } = one;
  return info;
}
