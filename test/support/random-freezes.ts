import { DAY_MS } from '../../src/common/durations.js';
import type { Turn } from './random-turn.js';

/** Freezes a package for some days around today, or gives a freeze another end. */
export async function freeze({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const dayIn = (days: number) =>
    new Date(studio.clock.now().getTime() + days * DAY_MS).toISOString().slice(0, 10);
  const seen = member.freezes.length > 0 && dice.between(1, 3) > 1;
  if (seen) {
    const { packageId, id } = dice.oneOf(member.freezes);
    const url = `/members/${member.id}/packages/${packageId}/freezes/${id}`;
    const to = dice.oneOf([null, dayIn(dice.between(-2, 3))]);
    const answer = studio.anyAs(caller).patch(url, { to });
    await recorder.settingAgain(`freeze ${id} to ${to} as ${caller.role}`, answer);
    return;
  }
  const { id: packageId } = dice.oneOf(member.packages);
  const first = dice.between(-2, 3);
  const to = dice.oneOf([null, dayIn(first + dice.between(0, 2))]);
  const body = { from: dayIn(first), to, reason: 'by chance' };
  const url = `/members/${member.id}/packages/${packageId}/freezes`;
  const answer = studio.anyAs(caller).post(url, body);
  const { status, body: one } = await recorder.mutation(
    `freeze ${packageId} as ${caller.role}`,
    answer,
  );
  const id = status === 201 ? one.freeze?.id : undefined;
  if (id !== undefined) member.freezes.push({ packageId, id });
}
