import type { Turn } from './random-turn.js';

/* Operations by which money goes between people, and sessions between packages. */

/** Of what has no price, the first payment says it. */
export async function pay({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const { id: packageId } = dice.oneOf(member.packages);
  const money = { amountMinor: dice.between(1, 50), currency: 'EUR', method: 'cash' };
  const price = dice.oneOf([{}, { priceMinor: 100 }]);
  const url = `/members/${member.id}/payments`;
  const answer = studio.anyAs(caller).post(url, { packageId, ...money, ...price });
  const { status, body } = await recorder.mutation(`pay ${packageId} as ${caller.role}`, answer);
  if (status === 201) member.paymentIds.push(body.payment.id);
}

/** Of a payment, or takes it back; by the desk more often than not, because others may not. */
export async function refund({
  studio,
  town,
  dice,
  recorder,
  member,
  caller,
}: Turn): Promise<void> {
  const id = member.paymentIds.length > 0 ? dice.oneOf(member.paymentIds) : 2_000_000_000;
  const what = dice.oneOf(['refunds', 'refunds', 'void']);
  const about = what === 'void' ? {} : dice.oneOf([{}, { sessions: 1 }, { sessions: 0 }]);
  const who = dice.oneOf([town.staff, town.staff, caller]);
  const url = `/members/${member.id}/payments/${id}/${what}`;
  const answer = studio.anyAs(who).post(url, { ...about, reason: 'by chance' });
  await recorder.mutation(`${what} of ${id} as ${who.role}`, answer);
}

/** To another coach or another member, all of it or a part, now and then where it is already. */
export async function transfer(turn: Turn): Promise<void> {
  const { studio, town, dice, recorder, member, caller } = turn;
  const { id } = dice.oneOf(member.packages);
  const other = dice.oneOf([member, member, dice.oneOf(town.members)]);
  const coach = dice.oneOf(town.coaches);
  const who = dice.oneOf([town.staff, caller]);
  const answer = await recorder.mutation(
    `transfer ${id} to ${other.id} with ${coach.id} as ${who.role}`,
    studio.anyAs(who).post(`/members/${member.id}/packages/${id}/transfer`, {
      toCoachId: coach.id,
      ...(other === member ? {} : { toMemberId: other.id }),
      ...dice.oneOf([{}, { sessions: dice.between(1, 3) }]),
      reason: 'by chance',
    }),
  );
  if (answer.status === 201) other.packages.push({ id: answer.body.package.id, coach });
}
