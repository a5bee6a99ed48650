import { Problem } from '../common/problem.js';
import { isBooked, legacyStatusOf, MAX_BALANCE, type Package } from './package-rules.js';
import { owedOf } from './payment-rules.js';

/** A package that is voided now: nothing is left of it, and nothing is to be paid for it. */
export function voided(one: Package, at: Date): Package {
  const remaining = isBooked(one) ? 0 : one.remaining;
  return settled({ ...one, remaining, voidedStatus: one.status }, at);
}

/**
 * A voided package with so many sessions more, and as it would be without having been voided: past
 * its date where that is over, disconnected where somebody ended it meanwhile, and to be paid as
 * far as it was not. Throws `balance_too_large`.
 */
export function reopened(one: Package, returned: number, at: Date): Package {
  const balance = one.remaining ?? 0;
  if (balance + returned > MAX_BALANCE) {
    throw new Problem('balance_too_large', `A balance ends at ${MAX_BALANCE}.`, { balance });
  }
  const remaining = isBooked(one) ? balance + returned : one.remaining;
  const was = one.voidedStatus ?? one.status;
  const status = one.status === 'disconnected' ? one.status : was;
  return settled({ ...one, remaining, status, voidedStatus: null }, at);
}

/** Throws `package_voided` where nothing can be done to a package before it is reopened. */
export function requireOpen({ voidedStatus }: Pick<Package, 'voidedStatus'>): void {
  if (voidedStatus === null) return;
  throw new Problem('package_voided', 'This package is voided. Reopen it first.');
}

function settled(one: Package, at: Date): Package {
  const booked = isBooked(one) ? (one.remaining ?? 0) : null;
  const status = legacyStatusOf(one, at);
  return { ...one, booked, status, openMinor: owedOf(one), version: one.version + 1 };
}
