import { plural } from './plural.js';

const sessions = plural('en', { one: '# session', other: '# sessions' });
const go = plural('en', { one: '# session goes', other: '# sessions go' });
const stay = plural('en', { one: '# stays', other: '# stay' });

/** The texts of the sheet that transfers sessions. */
export const transfersEn = {
  name: 'Transfer',
  detail: 'What is left goes to another coach, or another member.',
  title: 'Transfer sessions',
  where: 'To whom',
  toCoach: 'Another coach',
  toMember: 'Another member',
  noCoach: 'There is no other coach.',
  searching: 'Searching …',
  nobody: 'Nobody was found.',
  searchFirst: 'Type a name, then choose the member.',
  chosen: (name: string) => `To ${name}`,
  another: 'Choose somebody else',
  coachMissing: 'Please choose a coach.',
  memberMissing: 'Please choose a member.',
  count: 'How many sessions',
  countMissing: 'Please say how many.',
  tooMany: (left: number) => `Only ${sessions(left)} are left.`,
  goes: (count: number, who: string, coach: string) => `${go(count)} to ${who}, with ${coach}.`,
  stays: (count: number) => `${stay(count)} in this package.`,
  whole: (who: string, coach: string) => `It goes to ${who}, with ${coach}, and ends here.`,
  rest: 'Used sessions stay where they were used. What is paid, or to be paid, stays here.',
  saved: (who: string) => `Transferred · ${who}`,
};

export type TransfersTexts = typeof transfersEn;
