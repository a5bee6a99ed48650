import type { ProblemCode } from '../common/problem-codes.js';
import type { Problem } from '../common/problem.js';
import type { RateType } from '../config/config.js';
import { planOf } from './php-rules.js';
import { scriptActionOf } from './script-url.js';

type Message = string | ((problem: Problem, counted: readonly RateType[]) => string);

function noneLeft({ extras }: Problem): string {
  return `No sessions remaining in ${planOf(extras)}`;
}

/** How the old scripts worded the answers to one action. */
interface Wording {
  /** The fields that an action cannot do without, and what it says where one is missing or none. */
  readonly required?: readonly [fields: readonly string[], message: string];
  readonly problems?: Partial<Record<ProblemCode, readonly [status: number, message: Message]>>;
}

const NO_PACKAGE = 'No active session package found for this member';
/** PHP's newest version, which counts monthly plans, names them where it corrects a count. */
const NONE_TO_ADJUST: Message = (_, counted) =>
  counted.includes('monthly')
    ? NO_PACKAGE.replace('package', 'package or monthly plan')
    : NO_PACKAGE;
const NO_PACKAGE_OF_PAIR = 'No active session package found for this member-coach pair';
const NO_USAGE = 'Session usage record not found';

/** Problems that are not listed are shown with their own status and detail. */
const WORDINGS: Readonly<Record<string, Wording>> = {
  'get-session-history': { required: [['member_id'], 'Member ID required'] },
  'get-member-session-info': {
    required: [['member_id'], 'Member ID required'],
    problems: { no_active_package: [404, NO_PACKAGE] },
  },
  'undo-session-usage': {
    required: [['usage_id', 'member_id'], 'Usage ID and Member ID are required'],
    problems: {
      usage_not_found: [404, NO_USAGE],
      not_undoable: [404, NO_USAGE],
      member_not_found: [404, NO_USAGE],
      already_undone: [409, 'Session usage has already been undone'],
    },
  },
  'adjust-session-count': {
    required: [['member_id', 'adjustment'], 'Member ID and adjustment amount are required'],
    problems: {
      no_active_package: [404, NONE_TO_ADJUST],
      member_not_found: [404, NONE_TO_ADJUST],
      balance_below_zero: [
        400,
        ({ extras }) => `Cannot reduce sessions below 0. Current sessions: ${extras.balance ?? 0}`,
      ],
    },
  },
  'add-session-usage': {
    required: [['member_id', 'coach_id'], 'Member ID and Coach ID are required'],
    problems: {
      no_active_package: [404, NO_PACKAGE_OF_PAIR],
      package_expired: [404, NO_PACKAGE_OF_PAIR],
      package_frozen: [404, NO_PACKAGE_OF_PAIR],
      not_counted: [404, NO_PACKAGE_OF_PAIR],
      member_not_found: [404, NO_PACKAGE_OF_PAIR],
      package_exhausted: [400, noneLeft],
      already_used_on_date: [400, 'Session already used on this date'],
      validation_failed: [400, ({ detail }) => detail.replace('usageDate', 'usage_date')],
    },
  },
  'deduct-session': {
    required: [['member_id', 'coach_id'], 'Member ID and Coach ID are required'],
    problems: {
      no_active_package: [200, 'No active subscription found'],
      member_not_found: [200, 'No active subscription found'],
      package_expired: [200, 'Subscription expired'],
      package_frozen: [200, 'Subscription expired'],
      package_exhausted: [200, noneLeft],
    },
  },
  'get-remaining-sessions': {
    required: [['user_id', 'coach_id'], 'User ID and Coach ID required'],
  },
  'check-session-availability': {
    required: [['user_id', 'coach_id'], 'User ID and Coach ID required'],
  },
  'post-required': { problems: { malformed_request: [405, 'POST method required'] } },
};

/** What the member's app must see as it is: anything but 200 makes it drop the message. */
const KEPT_FOR_MEMBER_APP = new Set([401, 403, 408, 413, 415, 429]);

/**
 * The status and body with which a script answers a problem, given the route of its action and the
 * rate types that count.
 */
export function scriptAnswerOf(
  url: string,
  problem: Problem,
  counted: readonly RateType[] = [],
): { status: number; body: { success: false; message: string } } {
  const { action, ofMemberApp } = scriptActionOf(url);
  const wording = Object.hasOwn(WORDINGS, action) ? WORDINGS[action] : undefined;
  const [status, message] = wordsOf(wording ?? {}, problem);
  const isKept = KEPT_FOR_MEMBER_APP.has(status) || status >= 500;
  return {
    status: ofMemberApp && !isKept ? 200 : status,
    body: {
      success: false,
      message: typeof message === 'string' ? message : message(problem, counted),
    },
  };
}

function wordsOf({ required, problems }: Wording, problem: Problem): readonly [number, Message] {
  const { code, status, detail, extras } = problem;
  const [fields = [], message = ''] = required ?? [];
  const lacks = extras.errors?.some(({ field }) => fields.includes(field)) ?? false;
  if (code === 'validation_failed' && lacks) return [400, message];
  return problems?.[code] ?? [status, detail];
}
