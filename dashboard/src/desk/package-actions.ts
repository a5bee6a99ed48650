import { lastDayOf } from '../../../src/common/last-day.js';
import { isStudioDay } from '../../../src/common/studio-day.js';
import type {
  ApprovalsInputDto,
  AskApprovalDto,
  ChangePackageDto,
  PackageDto,
  StudioDto,
  UserDto,
} from '../api/generated/types.gen.js';
import { lastInstantOf } from '../ui/later-days.js';
import { openOf, takesMoney } from './paying.js';
import { isTransferable } from './transferring.js';
import { type Why, whyPart } from '../ui/why.js';

/** The actions on a package after its sale. */
export type PackageAction =
  | ('approve' | 'reject' | 'date' | 'pay' | 'disconnect' | 'reconnect' | 'void' | 'reopen')
  | ('freeze' | 'unfreeze' | 'transfer');

/** What a role may do with a package as it is now; coaches extend it, and take it back. */
export function actionsOf(one: PackageDto, role: UserDto['role']): PackageAction[] {
  const { state, expiresAt } = one;
  if (role === 'member') return [];
  if (state === 'voided') return ['reopen'];
  if (role === 'coach') {
    if (state === 'disconnected') return [];
    return [...(expiresAt === null ? [] : (['date'] as const)), ...freezingOf(one), 'void'];
  }
  if (state === 'pending') return ['approve', 'reject', 'date', 'void'];
  const transfer: PackageAction[] = isTransferable(one) ? ['transfer'] : [];
  if (state === 'disconnected') return [isRejected(one) ? 'approve' : 'reconnect', ...transfer];
  return ['date', ...freezingOf(one), ...transfer, 'disconnect', 'void'];
}

/** A freeze that it has is changed first; what has no days that pass is not frozen. */
function freezingOf({ state, freeze, sale, expiresAt, remaining }: PackageDto): PackageAction[] {
  if (freeze !== null) return ['unfreeze'];
  const waits = expiresAt === null && (remaining === null || sale?.activation === 'first_use');
  return state === 'active' && remaining !== 0 && !waits ? ['freeze'] : [];
}

/** As `actionsOf`, with taking money where something is to be paid and the person takes it. */
export function allActionsOf(one: PackageDto, user: UserDto, studio: StudioDto): PackageAction[] {
  const actions = actionsOf(one, user.role);
  if (!takesMoney(user, studio) || openOf(one, studio) === null) return actions;
  // First where it is what there is to do; ending a package stays last.
  return one.payment ? ['pay', ...actions] : [...actions, 'pay'];
}

/** Whether somebody rejected the request; reconnecting it would not be enough. */
export function isRejected({ approvals: { coach, staff } }: PackageDto): boolean {
  return coach === 'rejected' || staff === 'rejected';
}

/** Approves for each side that has not approved yet. */
export function approvalOf(one: PackageDto): ChangePackageDto {
  const approvals = decided(one, 'approved');
  return isRejected(one) ? { approvals, disconnected: false } : { approvals };
}

/** Rejects for each side that has not approved. */
export function rejectionOf(one: PackageDto, why: Why): ChangePackageDto {
  return { approvals: decided(one, 'rejected'), ...whyPart(why) };
}

/** Another last day of its validity; null for no end. */
export function newDateOf(day: string | null, timeZone: string, why: Why): ChangePackageDto {
  const expiresAt = day === null ? null : lastInstantOf(day, timeZone);
  return { expiresAt, ...whyPart(why) };
}

/** As `newDateOf`, to be asked of the desk. */
export function extensionOf(
  { id: packageId }: Pick<PackageDto, 'id'>,
  day: string,
  timeZone: string,
  why: Why,
): AskApprovalDto {
  const expiresAt = lastInstantOf(day, timeZone);
  return { kind: 'extension', packageId, expiresAt, ...whyPart(why) };
}

/** Disconnects the package, or reconnects it. */
export function connectionOf(disconnected: boolean, why: Why): ChangePackageDto {
  return { disconnected, ...whyPart(why) };
}

/** Why a day cannot be the new last one. */
export type DateFault = 'missing' | 'past' | 'same' | 'notLater';

interface DateRules {
  readonly timeZone: string;
  readonly today: string;
  /** As for coaches, who may not shorten a package. */
  readonly onlyLater: boolean;
}

/** What is wrong with a new last day, if anything is. */
export function dateFaultOf(
  day: string | null,
  { expiresAt }: Pick<PackageDto, 'expiresAt'>,
  { timeZone, today, onlyLater }: DateRules,
): DateFault | null {
  if (day === null) return expiresAt === null ? 'same' : onlyLater ? 'notLater' : null;
  if (!isStudioDay(day)) return 'missing';
  if (day < today) return 'past';
  if (expiresAt === null) return onlyLater ? 'notLater' : null;
  const last = lastDayOf(new Date(expiresAt), timeZone);
  if (day === last.day) return last.isWhole ? 'same' : null;
  return onlyLater && day < last.day ? 'notLater' : null;
}

/** The day from which a longer validity is counted: its last one, or today where that is over. */
export function extendsFrom(expiresAt: string | null, today: string, timeZone: string): string {
  const last = expiresAt === null ? today : lastDayOf(new Date(expiresAt), timeZone).day;
  return last > today ? last : today;
}

function decided(
  { approvals: { coach, staff } }: PackageDto,
  decision: 'approved' | 'rejected',
): ApprovalsInputDto {
  return {
    ...(coach === 'approved' ? {} : { coach: decision }),
    ...(staff === 'approved' ? {} : { staff: decision }),
  };
}
