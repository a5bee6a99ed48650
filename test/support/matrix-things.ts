import type { Api, TestPerson } from './api.js';
import { givenApproval } from './approvals.js';
import type { GivenMember } from './given.js';
import { paymentOf } from './matrix-bodies.js';
import { givenOwed } from './owed.js';
import type { Studio } from './studio.js';

/** What a member has that routes name. */
export interface GivenThings {
  readonly usageId: number;
  /** Where a session may be moved to, for the route that does so. */
  readonly otherPackageId: number;
  /** To whom sessions may be transferred, for the routes that do so. */
  readonly otherCoachId: number;
  readonly paymentId: number;
  readonly owedId: number;
  readonly approvalId: number;
  /** A freeze of the member's package, for the route that changes it. */
  readonly freezeId: number;
  /** Of the leaver, for the route that changes it. */
  readonly substitutionId: number;
  /** Who hands members over, or is away, for the routes of that. */
  readonly leaverId: number | undefined;
}

/** A session of yesterday as a route wants it, undone or one that counts, and a payment. */
export async function givenThings(
  studio: Studio,
  { admin, coach, route }: { admin: Api; coach: TestPerson; route: string },
  member: GivenMember,
): Promise<GivenThings> {
  const { given } = studio;
  const added = await admin.addUsage(member, { usageDate: '2026-03-09', reason: 'yesterday' });
  if (added.status !== 201) throw new Error(`no usage: ${added.text}`);
  const usageId = added.body.usage.id;
  if (route.endsWith('/redo')) await admin.undo(member, usageId);
  const moves = route.endsWith('/move');
  const otherPackageId = moves ? (await given.package(member, { coach, remaining: 3 })).id : 0;
  const otherCoachId = /\/(transfer|hand-over|substitutions)$/.test(route)
    ? (await given.coach()).id
    : 0;
  const leaver = await leaverOf(studio, coach, route);
  const paid = await admin.post(`/members/${member.id}/payments`, paymentOf(member));
  if (paid.status !== 201) throw new Error(`no payment: ${paid.text}`);
  // Only with nothing left something is owed.
  if (route.endsWith('/owed-sessions'))
    await admin.adjust(member, { adjustment: -8, reason: 'matrix' });
  const owedId = route.includes(':owedId') ? await givenOwed(studio, member) : 0;
  const approvalId = route.includes(':approvalId') ? await givenApproval(studio, member) : 0;
  const freezeId = route.endsWith('/:freezeId') ? await givenFreeze(admin, member) : 0;
  const paymentId = paid.body.payment.id;
  const substitutionId = route.endsWith('/:substitutionId')
    ? await givenSubstitution(admin, leaver?.id ?? 0, (await given.coach()).id)
    : 0;
  return {
    ...{ usageId, otherPackageId, otherCoachId, leaverId: leaver?.id, paymentId, owedId },
    ...{ freezeId, approvalId, substitutionId },
  };
}

/** The coach themselves, or one whom nobody replaces yet. */
async function leaverOf(
  { given }: Studio,
  coach: TestPerson,
  route: string,
): Promise<TestPerson | undefined> {
  if (route.endsWith('/hand-over')) return coach;
  return route.includes('/substitutions') && route.includes(':personId')
    ? given.coach()
    : undefined;
}

async function givenSubstitution(admin: Api, id: number, substituteId: number): Promise<number> {
  const body = { substituteId, from: '2026-03-10', to: '2026-03-13' };
  const set = await admin.post(`/people/${id}/substitutions`, body);
  if (set.status !== 201) throw new Error(`no substitution: ${set.text}`);
  return set.body.id;
}

async function givenFreeze(admin: Api, { id, packageId }: GivenMember): Promise<number> {
  const body = { from: '2026-03-11', to: '2026-03-13', reason: 'matrix' };
  const frozen = await admin.post(`/members/${id}/packages/${packageId}/freezes`, body);
  if (frozen.status !== 201) throw new Error(`no freeze: ${frozen.text}`);
  return frozen.body.freeze.id;
}
