/*
 * What only reads. Where PHP has a page for it, the two are compared; where it has none, the
 * product is beside its floor alone. A job whose statements name one coach's members has no floor:
 * a record of it cannot be repeated for another coach.
 */
const members = '/api/v1/members';
const managed = (action, id) => `/coach_session_management.php?action=${action}&member_id=${id}`;
const ofCoach = (path) => (target) => ({ path, token: target.coach });
const ofAdmin = (path) => () => ({ path, token: 'admin' });
const phpList = ({ coachId }) => ({
  path: `/coach_api.php?action=coach-assigned-members&coach_id=${coachId}`,
  ack: '"success":true',
});

export const READS = [
  {
    name: 'member',
    what: 'a member with packages and totals',
    ours: ({ memberId, coach }) => ({ path: `${members}/${memberId}`, token: coach }),
    php: ({ memberId }) => ({
      ...{ path: managed('get-member-session-info', memberId), ack: '"success":true' },
    }),
  },
  {
    name: 'history',
    what: 'the newest page of a history (PHP: all of it)',
    ours: ({ memberId, coach }) => ({ path: `${members}/${memberId}/sessions`, token: coach }),
    php: ({ memberId }) => ({
      ...{ path: managed('get-session-history', memberId), ack: '"success":true' },
    }),
  },
  {
    name: 'unchanged',
    what: 'a member who has not changed, 304 (PHP: in full)',
    ours: ({ memberId, coach }) => ({ path: `${members}/${memberId}`, token: coach }),
    conditional: true,
    php: ({ memberId }) => ({
      ...{ path: managed('get-member-session-info', memberId), ack: '"success":true' },
    }),
  },
  { name: 'list', what: "a coach's members", ours: ofCoach(members), php: phpList },
  {
    name: 'list-attention',
    what: "a coach's members by attention",
    ours: ofCoach(`${members}?order=attention`),
    php: phpList,
  },
  {
    name: 'list-search',
    what: "a coach's members by name",
    ours: ofCoach(`${members}?search=silva-7`),
  },
  { name: 'admin-list', what: 'all members', ours: ofAdmin(members) },
  {
    name: 'admin-attention',
    what: 'all members by attention',
    ours: ofAdmin(`${members}?order=attention`),
  },
  {
    name: 'admin-search',
    what: 'all members by name',
    ours: ofAdmin(`${members}?search=silva-7`),
  },
  {
    name: 'activity',
    what: "a coach's log",
    ours: ofCoach('/api/v1/activity'),
    hasNoFloor: true,
  },
  {
    name: 'activity-rare',
    what: 'the log of a rare action',
    ours: ofAdmin('/api/v1/activity?action=member.changed'),
  },
  {
    name: 'activity-refused',
    what: 'the log of what was refused',
    ours: ofAdmin('/api/v1/activity?outcome=refused'),
  },
  {
    name: 'activity-undone',
    what: "a coach's log of what was undone",
    ours: ofCoach('/api/v1/activity?action=session.undone'),
    hasNoFloor: true,
  },
  { name: 'overview', what: "a coach's overview", ours: ofCoach('/api/v1/overview') },
  { name: 'admin-overview', what: "everybody's overview", ours: ofAdmin('/api/v1/overview') },
];
