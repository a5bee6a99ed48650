import {
  compare,
  type Generation,
  infoOf,
  isApproved,
  PhpRows,
  type PhpTables,
} from './php-tables.js';

/*
 * What PHP answers, made from the rows of the database: the contract of the two scripts as its two
 * generations keep it, with their faults. Written for the tests from what the scripts do; the older
 * one counts packages alone, the newest counts every subscription.
 */

/** The fields that the actions read, as the tests send them. */
export interface PhpFields {
  readonly member_id?: number;
  readonly user_id?: number;
  readonly coach_id?: number;
  readonly usage_id?: number;
  readonly adjustment?: number;
  readonly usage_date?: string;
}

export interface PhpAnswer {
  readonly status: number;
  readonly body: object;
}

/** What a script of the generation answers to a call, given its tables before it. */
export function phpAnswer(
  generation: Generation,
  action: string,
  fields: PhpFields,
  tables: PhpTables,
): PhpAnswer {
  const php = new Php(generation, tables);
  const member = fields.member_id ?? 0;
  const user = fields.user_id ?? 0;
  const coach = fields.coach_id ?? 0;
  switch (action) {
    case 'test':
      return php.test();
    case 'get-session-history':
      return php.history(member);
    case 'get-member-session-info':
      return php.info(member);
    case 'undo-session-usage':
      return php.undo(member, fields.usage_id ?? 0);
    case 'adjust-session-count':
      return php.adjust(member, coach, fields.adjustment ?? 0);
    case 'add-session-usage':
      return php.add(member, coach, fields.usage_date ?? tables.now.slice(0, 10));
    case 'deduct-session':
      return php.deduct(member, coach);
    case 'get-remaining-sessions':
      return php.remaining(user, coach);
    case 'check-session-availability':
      return php.availability(user, coach);
    default:
      throw new Error(`PHP has no action ${action} here`);
  }
}

const ok = (body: object): PhpAnswer => ({ status: 200, body: { success: true, ...body } });
const no = (status: number, message: string): PhpAnswer => ({
  status,
  body: { success: false, message },
});

class Php extends PhpRows {
  test(): PhpAnswer {
    return ok({
      message: 'API is working - Fixed member name query',
      timestamp: this.tables.now,
      method: 'GET',
      action: 'test',
      version: '2.1',
    });
  }

  history(member: number): PhpAnswer {
    const all = this.newestFirst((one) => one.member_id === member);
    if (all.length === 0) {
      const message = 'No coach subscription found for this member';
      return ok({ data: { history: [], current_info: null, message } });
    }
    const current = all.find(
      ({ status, rate_type: type }) => status === 'active' && type === 'package',
    );
    const history = this.usagesOf(all)
      .toSorted(
        (a, b) => compare(b.usage_date, a.usage_date) || compare(b.created_at, a.created_at),
      )
      .map(({ coach_member_id: of, ...usage }) => {
        const one = all.find(({ id }) => id === of);
        return {
          ...usage,
          remaining_sessions: one?.remaining_sessions,
          rate_type: one?.rate_type,
          subscription_status: one?.status,
          member_name: this.tables.names.get(member) ?? null,
          member_id: member,
        };
      });
    return ok({ data: { history, current_info: current ? infoOf(current) : false } });
  }

  info(member: number): PhpAnswer {
    const one = this.activeOf(member);
    if (!one) return no(404, 'No active session package found for this member');
    const profile = this.profileOf(one);
    const newer = {
      coach_id: one.coach_id,
      session_package_count: profile?.session_package_count ?? null,
      coach_name: profile?.name ?? null,
    };
    const all = this.newestFirst(({ member_id: of }) => of === member);
    const total = this.usagesOf(all).length;
    return ok({
      data: {
        session_info: {
          ...infoOf(one),
          monthly_rate: profile?.monthly_rate ?? null,
          session_package_rate: profile?.session_package_rate ?? null,
          ...(this.isNewest ? newer : { coach_name: this.tables.names.get(one.coach_id) ?? null }),
          member_name: this.tables.names.get(member) ?? null,
        },
        usage_stats: { total_usage: total, active_usage: total, undone_usage: 0 },
      },
    });
  }

  undo(member: number, usage: number): PhpAnswer {
    const found = this.usagesOf(this.newestFirst(({ member_id: of }) => of === member));
    if (!found.some(({ id }) => id === usage)) return no(404, 'Session usage record not found');
    return ok({ message: 'Session usage undone successfully' });
  }

  adjust(member: number, coach: number, adjustment: number): PhpAnswer {
    const one = this.activeOf(member, this.isNewest ? coach : 0);
    const plan = this.isNewest ? 'package or monthly plan' : 'package';
    if (!one) return no(404, `No active session ${plan} found for this member`);
    const { remaining_sessions: left, rate_type: rateType } = one;
    const before = this.isNewest ? (left ?? 0) : left;
    const count = (left ?? 0) + adjustment;
    if (count < 0)
      return no(400, `Cannot reduce sessions below 0. Current sessions: ${before ?? ''}`);
    return ok({
      message: 'Session count adjusted successfully',
      data: {
        new_session_count: count,
        adjustment,
        previous_count: before,
        ...(this.isNewest ? { rate_type: rateType } : {}),
      },
    });
  }

  add(member: number, coach: number, day: string): PhpAnswer {
    const one = this.pair(member, coach).find(
      ({ status, rate_type: type }) => status === 'active' && type === 'package',
    );
    if (!one) return no(404, 'No active session package found for this member-coach pair');
    const left = one.remaining_sessions ?? 0;
    if (left <= 0) return no(400, 'No sessions remaining in package');
    if (this.isUsedOn(one, day)) return no(400, 'Session already used on this date');
    const data = { remaining_sessions: left - 1, usage_date: day };
    return ok({ message: 'Session usage added successfully', data });
  }

  deduct(member: number, coach: number): PhpAnswer {
    const one = this.pair(member, coach).find(isApproved);
    if (!one) return no(200, 'No active subscription found');
    if (this.isPast(one)) return no(200, 'Subscription expired');
    const left = one.remaining_sessions ?? 0;
    const taken = {
      message: 'Session deducted successfully',
      remaining_sessions: left - 1,
      already_used_today: false,
    };
    if (one.rate_type === 'package' && left > 0) {
      if (!this.isUsedOn(one, this.tables.now.slice(0, 10))) return ok(taken);
      const message = 'Session already used today';
      return ok({ message, remaining_sessions: left, already_used_today: true });
    }
    if (this.isMonthly(one) && this.isNewest) {
      return left > 0 ? ok(taken) : no(200, 'No sessions remaining in monthly plan');
    }
    const kind = this.isMonthly(one) ? 'Monthly subscription' : 'Subscription active';
    return ok({ message: `${kind} - no session deduction needed`, remaining_sessions: 999 });
  }

  remaining(member: number, coach: number): PhpAnswer {
    const one = this.pair(member, coach).find(({ status }) => status === 'active');
    if (!one || this.isPast(one)) return ok({ remaining_sessions: 0 });
    const left = one.remaining_sessions;
    const isCounted = this.isNewest || (one.rate_type === 'package' && left !== null);
    return ok({ remaining_sessions: isCounted ? (left ?? 0) : 999 });
  }

  availability(member: number, coach: number): PhpAnswer {
    const pair = this.pair(member, coach);
    const approved = pair.find(isApproved);
    const one = approved ?? pair[0];
    if (!one) return can(false, 'No active subscription with this coach', 0, 'none', null);
    // Of a row that is none of the approved ones, the script reads neither count nor type.
    const left = approved ? one.remaining_sessions : null;
    const { expires_at: end } = one;
    if (this.isNewest && left !== null && left <= 0) {
      return can(false, 'All sessions used', 0, 'expired', end);
    }
    if (this.isPast(one)) return can(false, 'Subscription expired', 0, 'expired', end);
    const days = end === null ? [] : [`${this.daysUntil(end)} days left`];
    const words = (name: string, count?: number) => {
      const details = [...(count === undefined ? [] : [`${count} sessions`]), ...days].join(', ');
      return details === '' ? `${name} active` : `${name} active (${details})`;
    };
    if (approved?.rate_type === 'package' && left) {
      return can(true, words('Session package', left), left, 'package', end);
    }
    if (approved ? this.isMonthly(one) : this.hasMonthlyRate(one)) {
      if (!this.isNewest) return can(true, words('Monthly subscription'), 999, 'monthly', end);
      if (!left) return can(false, 'All sessions used', 0, 'expired', end);
      return can(true, words('Monthly subscription', left), left, 'monthly', end);
    }
    return can(true, 'Subscription active', this.isNewest ? (left ?? 0) : 999, 'monthly', end);
  }
}

function can(
  canStart: boolean,
  reason: string,
  left: number,
  type: string,
  end: string | null,
): PhpAnswer {
  return ok({
    data: {
      can_start_workout: canStart,
      reason,
      remaining_sessions: left,
      subscription_type: type,
      expires_at: end,
    },
  });
}
