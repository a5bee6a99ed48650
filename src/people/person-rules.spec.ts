import { describe, expect, it } from 'vitest';
import { ROLES } from '../common/actor.js';
import { type Change, mayInvite, refusalOf } from './person-rules.js';

const ADMIN = { role: 'admin', alsoCoach: false, isDisabled: false } as const;
const COACH = { role: 'coach', alsoCoach: false, isDisabled: false } as const;
const BOTH = { ...ADMIN, alsoCoach: true };
const off = <Of extends object>(standing: Of) => ({ ...standing, isDisabled: true });
const change = (given: Partial<Change>): Change => ({
  ...{ before: COACH, after: COACH, isOwn: false, otherAdmins: 1, members: 0 },
  ...given,
});

describe('a change of role or state', () => {
  it.each<[string, Partial<Change>, ReturnType<typeof refusalOf>]>([
    ['that changes neither, of oneself', { before: ADMIN, after: ADMIN, isOwn: true }, undefined],
    ['of the last admin', { before: ADMIN, after: COACH, otherAdmins: 0 }, 'last_admin'],
    ['of the last admin by themselves', switchOff({ otherAdmins: 0, isOwn: true }), 'last_admin'],
    ['of one of two admins', switchOff({}), undefined],
    ['of oneself', switchOff({ isOwn: true }), 'own_role'],
    ['of one’s own role', { before: ADMIN, after: COACH, isOwn: true }, 'own_role'],
    ['of an admin who is off already', demotion({ otherAdmins: 1 }), undefined],
    ['of a coach with members', { after: off(COACH), members: 2 }, 'coach_has_members'],
    ['of the role of one', { after: ADMIN, members: 1 }, 'coach_has_members'],
    ['of a coach to an admin who stays one', { after: BOTH, members: 1 }, undefined],
    ['of who is one no more', { before: BOTH, after: ADMIN, members: 1 }, 'coach_has_members'],
    ['of both, off', { before: BOTH, after: off(BOTH), members: 1 }, 'coach_has_members'],
    ['of both to a coach', { before: BOTH, after: COACH, members: 1 }, undefined],
    ['of oneself to both', { before: ADMIN, after: BOTH, isOwn: true }, undefined],
    ['that switches one on', { before: off(COACH), after: COACH, members: 2 }, undefined],
    ['of a coach without members', { after: off(COACH) }, undefined],
  ])('%s', (_, given, refusal) => {
    expect(refusalOf(change(given))).toBe(refusal);
  });

  function switchOff(given: Partial<Change>): Partial<Change> {
    return { before: ADMIN, after: off(ADMIN), ...given };
  }

  function demotion(given: Partial<Change>): Partial<Change> {
    return { before: off(ADMIN), after: off(COACH), ...given };
  }
});

it('admins invite everybody, the front desk invites members', () => {
  const pairs = ROLES.flatMap((inviter) =>
    ROLES.filter((invited) => mayInvite(inviter, invited)).map((invited) => [inviter, invited]),
  );
  const byAdmins = ROLES.map((invited) => ['admin', invited]);
  expect(pairs).toEqual([...byAdmins, ['staff', 'member']]);
});
