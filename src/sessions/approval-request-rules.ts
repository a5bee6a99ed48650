import { DAY_MS } from '../common/durations.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { correctedBalance } from '../packages/balance-rules.js';
import { futureOrNull } from '../packages/end-rules.js';
import { isAssigning, type Package } from '../packages/package-rules.js';

/** What coaches ask for. */
export const APPROVAL_KINDS = ['adjustment', 'undo', 'extension'] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];

/** What can be kept of a request; that it has lapsed is told by the time. */
const KEPT_STATES = ['open', 'approved', 'declined', 'withdrawn'] as const;
export type KeptState = (typeof KEPT_STATES)[number];

/** What can have become of a request. */
export const REQUEST_STATES = [...KEPT_STATES, 'lapsed'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** How long the desk can decide, in milliseconds. */
export const DECIDABLE_MS = 7 * DAY_MS;
/** The most open requests of a coach, and those about a member. */
export const MOST_OF_COACH = 50;
export const MOST_OF_MEMBER = 10;

/** An act that a coach may not do alone. */
export type Act =
  | { readonly kind: 'adjustment'; readonly packageId: number; readonly adjustment: number }
  | { readonly kind: 'undo'; readonly usageId: number }
  | { readonly kind: 'extension'; readonly packageId: number; readonly expiresAt: Date };

/** An act as a request names it, with the fields of its kind. */
export interface NamedAct {
  readonly kind: ApprovalKind;
  readonly packageId?: number;
  readonly adjustment?: number;
  readonly usageId?: number;
  readonly expiresAt?: string;
}

const FIELDS = {
  adjustment: ['packageId', 'adjustment'],
  undo: ['usageId'],
  extension: ['packageId', 'expiresAt'],
} as const satisfies Record<ApprovalKind, readonly (keyof NamedAct)[]>;
const ALL_FIELDS = ['packageId', 'adjustment', 'usageId', 'expiresAt'] as const;

/** Throws `validation_failed` for fields of its kind that are missing, and for those of others. */
export function actOf(named: NamedAct, at: Date): Act {
  const { kind, packageId = 0, adjustment = 0, usageId = 0 } = named;
  const wanted: readonly string[] = FIELDS[kind];
  const errors = ALL_FIELDS.flatMap((field) => {
    const isGiven = named[field] !== undefined;
    if (isGiven === wanted.includes(field)) return [];
    const what = isGiven ? 'is nothing that kind' : 'is needed where kind is';
    return [fieldError('body', field, `${field} ${what} ${kind}${isGiven ? ' has' : ''}.`)];
  });
  if (errors.length > 0) throw validationProblem(errors);
  if (kind === 'adjustment') return { kind, packageId, adjustment };
  if (kind === 'undo') return { kind, usageId };
  return { kind, packageId, expiresAt: futureOrNull(named.expiresAt, at) ?? at };
}

/** What is kept of a request that says whether it can be decided. */
export interface Kept {
  readonly state: KeptState;
  readonly createdAt: Date;
}

/** The instant from which on a request cannot be decided. */
export function decidableUntil({ createdAt }: Pick<Kept, 'createdAt'>): Date {
  return new Date(createdAt.getTime() + DECIDABLE_MS);
}

/** What has become of a request. */
export function requestStateOf(kept: Kept, at: Date): RequestState {
  return kept.state === 'open' && decidableUntil(kept) <= at ? 'lapsed' : kept.state;
}

/** Throws `approval_decided` or `approval_over` where a request is not open any more. */
export function requireOpen(kept: Kept, at: Date): void {
  const state = requestStateOf(kept, at);
  if (state === 'lapsed') {
    throw new Problem(
      'approval_over',
      'This request has lapsed. Whoever still wants it asks anew.',
    );
  }
  if (state !== 'open') throw new Problem('approval_decided', `This request is ${state} already.`);
}

/** How many requests are open: of the coach, about the member, and about the same thing. */
export interface OpenCounts {
  readonly ofCoach: number;
  readonly ofMember: number;
  readonly ofThing: number;
}

/** Throws `already_asked`, or `approval_limit` where as many are open as can be. */
export function requireAskable({ ofCoach, ofMember, ofThing }: OpenCounts): void {
  if (ofThing > 0) {
    const detail = 'The desk is asked for this already. Withdraw that to ask for something else.';
    throw new Problem('already_asked', detail);
  }
  const [open, limit] =
    ofMember >= MOST_OF_MEMBER ? [ofMember, MOST_OF_MEMBER] : [ofCoach, MOST_OF_COACH];
  if (open < limit) return;
  const detail = `${open} requests are open already. Wait for the desk, or withdraw some.`;
  throw new Problem('approval_limit', detail, { limit });
}

/** What no desk could do: throws `balance_below_zero` or `balance_too_large`. */
export function requirePossible(act: Act, one: Pick<Package, 'remaining'>): void {
  if (act.kind === 'adjustment') correctedBalance(one.remaining ?? 0, act.adjustment);
}

/**
 * The package in question among all of the member, where the coach who asked still has it. Throws
 * `package_not_found` or `asker_not_assigned`.
 */
export function packageOfAsker(
  packages: readonly Package[],
  { packageId, createdBy }: { readonly packageId: number; readonly createdBy: number },
): Package {
  const one = packages.find(({ id }) => id === packageId);
  if (!one) throw new Problem('package_not_found', `This member has no package ${packageId}.`);
  const isAssigned = packages.some((any) => any.coachId === createdBy && isAssigning(any));
  if (isAssigned && one.coachId === createdBy) return one;
  const detail = 'The coach who asked is not assigned to this package any more.';
  throw new Problem('asker_not_assigned', detail);
}

/** Throws `approval_outdated` where an extension would extend nothing by now. */
export function requireLater(act: Act, one: Pick<Package, 'expiresAt'>, at: Date): void {
  if (act.kind !== 'extension') return;
  const { expiresAt } = one;
  if (expiresAt !== null && expiresAt < act.expiresAt && act.expiresAt > at) return;
  throw new Problem('approval_outdated', 'Meanwhile this would not make the package end later.');
}
