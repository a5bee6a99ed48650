import { newEnds } from './random-operations.js';
import type { Town } from './random-turn.js';
import type { Chance } from './seed.js';
import type { Studios } from './studios.js';

/** How many there are, and which kinds of packages. */
export interface TownSize {
  readonly members: number;
  readonly coaches: number;
  readonly rateTypes: readonly ('package' | 'monthly')[];
}

/** Members with one to three packages of up to two coaches. */
export async function givenTown(
  studio: Pick<Studios, 'given' | 'clock'>,
  dice: Chance,
  { members: memberCount, coaches: coachCount, rateTypes }: TownSize,
): Promise<Town> {
  const { given } = studio;
  const coaches = await Promise.all(Array.from({ length: coachCount }, () => given.coach()));
  const members = [];
  for (let count = 0; count < memberCount; count += 1) {
    const coach = dice.oneOf(coaches);
    const rateType = dice.oneOf(rateTypes);
    const member = await given.member({ coach, rateType, remaining: dice.between(1, 6) });
    const packages = [{ id: member.packageId, coach }];
    for (let more = dice.between(0, 2); more > 0; more -= 1) {
      const other = dice.oneOf(coaches);
      const { id } = await given.package(member, {
        coach: other,
        rateType: dice.oneOf(rateTypes),
        remaining: dice.between(1, 6),
        expiresInDays: dice.between(1, 20),
      });
      packages.push({ id, coach: other });
    }
    members.push({ ...member, packages, usageIds: [], paymentIds: [], freezes: [] });
  }
  const [staff, admin] = [await given.staff(), await given.admin()];
  return { coaches, members, staff, admin, newEnd: newEnds(studio) };
}
