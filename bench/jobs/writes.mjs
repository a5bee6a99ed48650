/*
 * What writes. Each job says what is asked of the product and of PHP, and what one
 * acknowledged answer must have done to the books: rows of the history, sessions left, activities.
 */
import { PASSWORD } from '../support/studio.mjs';

const DAY_MS = 86_400_000;
const YESTERDAY = () => new Date(Date.now() - DAY_MS + 60_000).toISOString();
const members = '/api/v1/members';
const managed = (action) => `/coach_session_management.php?action=${action}`;

/** Whether PHP's answer says that it was done. */
const DONE = '"success":true';

export const WRITES = [
  {
    name: 'start',
    what: 'start a workout (a session is taken)',
    action: 'session.deducted',
    // Today and yesterday: a workout may be told a day late.
    times: { product: 2, peer: 1, floor: 1 },
    ours: ({ memberId, coachId, coach, time }) => ({
      ...{ method: 'POST', path: `${members}/${memberId}/workouts`, token: coach },
      body: time === 0 ? { coachId } : { coachId, startedAt: YESTERDAY() },
      ...{ status: 201, ack: '"deducted":true' },
    }),
    php: ({ memberId, coachId }) => ({
      ...{ method: 'POST', path: '/coach_api.php?action=deduct-session' },
      body: { member_id: memberId, coach_id: coachId },
      ack: '"already_used_today":false',
    }),
    moves: { rows: 1, left: -1, activities: 1 },
  },
  {
    name: 'again',
    what: 'start it again (nothing is taken)',
    action: 'session.deducted',
    // What is started before the round, and the same few again and again in it.
    repeats: 'start',
    ours: ({ memberId, coachId, coach }) => ({
      ...{ method: 'POST', path: `${members}/${memberId}/workouts`, token: coach },
      ...{ body: { coachId }, status: 200, ack: '"deducted":false' },
    }),
    php: ({ memberId, coachId }) => ({
      ...{ method: 'POST', path: '/coach_api.php?action=deduct-session' },
      ...{ body: { member_id: memberId, coach_id: coachId }, ack: '"already_used_today":true' },
    }),
    moves: { rows: 0, left: 0, activities: 0 },
  },
  {
    name: 'undo',
    what: 'undo a usage',
    action: 'session.undone',
    times: { product: 1, peer: 1, floor: 1 },
    ours: ({ memberId, usageId, coach }) => ({
      ...{ method: 'POST', path: `${members}/${memberId}/sessions/${usageId}/undo`, token: coach },
      ...{ body: { reason: 'Did not train' }, status: 200 },
    }),
    php: ({ memberId, usageId }) => ({
      ...{ method: 'POST', path: managed('undo-session-usage') },
      ...{ body: { usage_id: usageId, member_id: memberId }, ack: DONE },
    }),
    moves: { rows: 0, left: 1, activities: 1, undone: 1 },
  },
  {
    name: 'adjust',
    what: 'correct a count by one',
    action: 'balance.adjusted',
    times: { product: 50, peer: 50, floor: 1 },
    ours: ({ memberId, packageId, coach }) => ({
      ...{ method: 'POST', path: `${members}/${memberId}/adjustments`, token: coach },
      ...{ body: { adjustment: 1, reason: 'A present', packageId }, status: 200 },
    }),
    php: ({ memberId, coachId }) => ({
      ...{ method: 'POST', path: managed('adjust-session-count') },
      body: { member_id: memberId, coach_id: coachId, adjustment: 1, reason: 'A present' },
      ack: DONE,
    }),
    moves: { rows: 1, left: 1, activities: 1 },
    // It changes the count, and nothing in the history says so.
    peerMoves: { rows: 0 },
  },
  {
    name: 'manual',
    what: 'add a usage by hand',
    action: 'session.used',
    times: { product: 7, peer: 7, floor: 1 },
    ours: ({ memberId, coachId, freeDay, coach }) => ({
      ...{ method: 'POST', path: `${members}/${memberId}/sessions`, token: coach },
      ...{ body: { coachId, usageDate: freeDay, reason: 'No phone' }, status: 201 },
    }),
    php: ({ memberId, coachId, freeDay }) => ({
      ...{ method: 'POST', path: managed('add-session-usage') },
      body: { member_id: memberId, coach_id: coachId, usage_date: freeDay, reason: 'No phone' },
      ack: DONE,
    }),
    moves: { rows: 1, left: -1, activities: 1 },
  },
  {
    name: 'sign-in',
    what: 'sign in (argon2id; PHP: bcrypt)',
    action: 'auth.signed_in',
    times: { product: 50, peer: 50, floor: 1 },
    // Each from an address of its own: there are limits to each.
    ours: ({ memberId, email, time }) => ({
      ...{ method: 'POST', path: '/api/v1/auth/login', body: { email, password: PASSWORD } },
      headers: { 'X-Forwarded-For': `10.${100 + time}.${memberId >> 8}.${memberId & 255}` },
      status: 200,
    }),
    php: ({ email }) => ({
      ...{ method: 'POST', path: '/coach_api.php?action=sign-in', ack: DONE },
      body: { email, password: PASSWORD },
    }),
    hasNoFloor: true,
    moves: { rows: 0, left: 0, activities: 1 },
  },
];
