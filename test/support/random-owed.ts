import { DAY_MS } from '../../src/common/durations.js';
import type { Turn } from './random-turn.js';

/** Writes a session down that is owed, or settles or cancels one that is. */
export async function owe({ studio, dice, recorder, member, caller }: Turn): Promise<void> {
  const api = studio.anyAs(caller);
  const url = `/members/${member.id}/owed-sessions`;
  const as = `of ${member.id} as ${caller.role}`;
  const listed = await recorder.reading(`owed ${as}`, api.get(url));
  const open: { id: number }[] = listed.status === 200 ? listed.body.data : [];
  const what = dice.oneOf(['owe', 'settle', 'settle', 'cancel']);
  if (what === 'owe' || open.length === 0) {
    const back = dice.between(0, 5) * DAY_MS;
    const usageDate = new Date(studio.clock.now().getTime() - back).toISOString().slice(0, 10);
    const coachId = dice.oneOf(member.packages).coach.id;
    await recorder.mutation(`owe ${as}`, api.post(url, { usageDate, coachId }));
    return;
  }
  const { id } = dice.oneOf(open);
  const body = what === 'cancel' ? { reason: 'by chance' } : {};
  const { status, body: answer } = await recorder.mutation(
    `${what} ${id} ${as}`,
    api.post(`${url}/${id}/${what}`, body),
  );
  if (status === 201) member.usageIds.push(answer.usage.id);
}
