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
  /** Who hands members over, for the route that does so. */
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
  const otherCoachId = /\/(transfer|hand-over)$/.test(route) ? (await given.coach()).id : 0;
  const leaverId = route.endsWith('/hand-over') ? coach.id : undefined;
  const paid = await admin.post(`/members/${member.id}/payments`, paymentOf(member));
  if (paid.status !== 201) throw new Error(`no payment: ${paid.text}`);
  // Only with nothing left something is owed.
  if (route.endsWith('/owed-sessions'))
    await admin.adjust(member, { adjustment: -8, reason: 'matrix' });
  const owedId = route.includes(':owedId') ? await givenOwed(studio, member) : 0;
  const approvalId = route.includes(':approvalId') ? await givenApproval(studio, member) : 0;
  const freezeId = route.endsWith('/:freezeId') ? await givenFreeze(admin, member) : 0;
  const paymentId = paid.body.payment.id;
  const others = { otherPackageId, otherCoachId, leaverId };
  return { usageId, ...others, paymentId, owedId, approvalId, freezeId };
}

async function givenFreeze(admin: Api, { id, packageId }: GivenMember): Promise<number> {
  const body = { from: '2026-03-11', to: '2026-03-13', reason: 'matrix' };
  const frozen = await admin.post(`/members/${id}/packages/${packageId}/freezes`, body);
  if (frozen.status !== 201) throw new Error(`no freeze: ${frozen.text}`);
  return frozen.body.freeze.id;
}
