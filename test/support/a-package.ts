import type { Package } from '../../src/packages/package.entity.js';
import { WITHOUT_ITEM } from '../../src/packages/sale-rules.js';
import { countsSessions } from '../../src/packages/package-rules.js';

/** A package of ten sessions, approved by both sides, without a date, unless said otherwise. */
export function aPackage(facts: Partial<Package> = {}): Package {
  const one = {
    id: 1,
    coachId: 3,
    memberId: 6,
    status: 'active',
    coachApproval: 'approved',
    staffApproval: 'approved',
    requestedAt: new Date('2026-03-01T08:00:00Z'),
    coachApprovedAt: null,
    staffApprovedAt: null,
    paymentReceived: 0,
    handledByCoach: null,
    handledByStaff: null,
    expiresAt: null,
    remaining: 10,
    rateType: 'package',
    granted: 10,
    booked: 10,
    ...WITHOUT_ITEM,
    voidedStatus: null,
    frozenDays: null,
    frozen: null,
    version: 1,
    ...facts,
  } satisfies Omit<Package, 'isCounted'>;
  return { ...one, isCounted: facts.isCounted ?? countsSessions(one, ['package']) };
}
