import type { Scene } from './matrix-scene.js';

/** Of everybody in the matrix who has one. */
export const PASSWORD = 'a password of the matrix';
export const FIRST_CODE = 'POST /api/v1/auth/second-factor/confirm';
const MAX = { firstName: 'Max', lastName: 'Trix' };

/** A body that is right for a route that changes something; `email` is nobody's yet. */
export function bodyOf(
  route: string,
  scene: Scene,
  {
    email,
    packageId,
    otherPackageId,
    otherCoachId,
  }: { email: string; packageId: number; otherPackageId: number; otherCoachId: number },
): object {
  const { coach, account, code, link } = scene;
  const { refreshToken, ...login } = account;
  const bodies: Record<string, object> = {
    'POST /api/v1/auth/login': login,
    'POST /api/v1/auth/refresh': { refreshToken },
    'POST /api/v1/auth/logout': { refreshToken },
    'POST /api/v1/auth/confirm': { password: PASSWORD },
    'POST /api/v1/auth/password/change': { current: PASSWORD, next: `${PASSWORD}, too` },
    'POST /api/v1/auth/password/forgot': { email },
    'PATCH /api/v1/auth/me': { firstName: 'Max', locale: 'de' },
    'POST /api/v1/auth/email': { email },
    'POST /api/v1/auth/email/confirm': { token: link },
    'POST /api/v1/auth/links/look': { token: link },
    'POST /api/v1/auth/links/redeem': { token: link, password: PASSWORD },
    'POST /api/v1/setup': { ...MAX, email, code: 'ABCDEFGH', password: PASSWORD },
    [FIRST_CODE]: { code },
    'POST /api/v1/auth/device-tokens': { userId: coach.id, label: 'matrix' },
    'POST /api/v1/members': { ...MAX, email },
    'POST /api/v1/people': { ...MAX, email, role: 'member' },
    'PATCH /api/v1/settings': { values: { studioName: email.slice(0, 60) }, expectedVersion: 1 },
    'POST /api/v1/catalogue': { name: 'Ten', sessions: 10, priceMinor: 100, currency: 'EUR' },
    'PATCH /api/v1/catalogue/:itemId': { name: email, expectedVersion: 1 },
    'PATCH /api/v1/people/:personId': { email },
    'PATCH /api/v1/members/:memberId': { email },
    'POST /api/v1/members/:memberId/packages': { coachId: coach.id, sessions: 3 },
    'PATCH /api/v1/members/:memberId/packages/:packageId': { expiresAt: '2027-01-01T00:00:00Z' },
    'POST /api/v1/members/:memberId/payments': { packageId, method: 'cash', amountMinor: 100 },
    'POST /api/v1/members/:memberId/payments/:paymentId/void': { reason: 'matrix' },
    'PATCH /api/v1/members/:memberId/sessions/:usageId': { attendance: 'no_show' },
    'POST /api/v1/members/:memberId/sessions/:usageId/move': {
      packageId: otherPackageId,
      reason: 'matrix',
    },
    'POST /api/v1/members/:memberId/packages/:packageId/void': {
      reason: 'matrix',
      keepUsages: true,
    },
    'POST /api/v1/members/:memberId/packages/:packageId/reopen': { reason: 'matrix' },
    'POST /api/v1/people/:personId/hand-over': { toCoachId: otherCoachId, reason: 'matrix' },
    'POST /api/v1/people/:personId/substitutions': {
      substituteId: otherCoachId,
      ...{ from: '2026-03-10', to: '2026-03-12' },
    },
    'PATCH /api/v1/people/:personId/substitutions/:substitutionId': { to: '2026-03-11' },
    'POST /api/v1/members/:memberId/packages/:packageId/transfer': {
      toCoachId: otherCoachId,
      reason: 'matrix',
    },
    'POST /api/v1/members/:memberId/packages/:packageId/freezes': {
      ...{ from: '2026-03-20', to: '2026-03-21', reason: 'matrix' },
    },
    'PATCH /api/v1/members/:memberId/packages/:packageId/freezes/:freezeId': { to: '2026-03-12' },
    'POST /api/v1/members/:memberId/payments/:paymentId/refunds': {
      reason: 'matrix',
      sessions: 0,
      amountMinor: 1,
    },
    'POST /api/v1/members/:memberId/owed-sessions/:owedId/cancel': { reason: 'matrix' },
    'POST /api/v1/members/:memberId/approvals': {
      ...{ kind: 'adjustment', packageId, adjustment: 2, reason: 'matrix' },
    },
    'POST /api/v1/approvals/:approvalId/decline': { reason: 'matrix' },
    'POST /api/v1/members/:memberId/adjustments': { adjustment: 1, reason: 'matrix' },
  };
  return bodies[route] ?? {};
}

/** The first payment of a package, of which something stays open. */
export function paymentOf({ packageId }: { packageId: number }): object {
  return { packageId, method: 'cash', amountMinor: 100, priceMinor: 300, currency: 'EUR' };
}
