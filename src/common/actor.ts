/** What a signed-in person is to the studio; the product's access table is written in these. */
export const ROLES = ['admin', 'staff', 'coach', 'member'] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking: a signed-in person, as the access token says. */
export interface Person {
  readonly id: number;
  readonly role: Role;
}

/** Who did it, as the activity log names them: a person, or a program without a user row. */
export type Actor =
  Person | { readonly id: null; readonly role: 'system' | 'legacy' | 'anonymous' };

/** A caller who has not signed in (yet). */
export const ANONYMOUS: Actor = Object.freeze({ id: null, role: 'anonymous' });

/** The product itself, or an operator at its command line. */
export const SYSTEM: Actor = Object.freeze({ id: null, role: 'system' });

/** The legacy system, which goes on changing the tables that it shares with us. */
export const LEGACY: Actor = Object.freeze({ id: null, role: 'legacy' });

/** The legacy `usertype.id` of each role. */
export const USER_TYPE_IDS: Readonly<Record<Role, number>> = {
  admin: 1,
  staff: 2,
  coach: 3,
  member: 4,
};

/** The role of a legacy `usertype.id`; kinds of people that we do not know may do the least. */
export function roleOfUserType(userTypeId: number): Role {
  return ROLES[userTypeId - 1] ?? 'member';
}
