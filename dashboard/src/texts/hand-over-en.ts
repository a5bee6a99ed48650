import { plural } from './plural.js';

const members = plural('en', { one: '# member', other: '# members' });
const sessions = plural('en', { one: '# session', other: '# sessions' });
const packages = plural('en', { one: '# package is', other: '# packages are' });
const more = plural('en', { one: 'and # more', other: 'and # more' });

/** The texts of the sheet that hands a coach’s members over. */
export const handOverEn = {
  name: 'Hand over',
  detail: 'All members with something left go to another coach.',
  found: (people: number, count: number) =>
    `${members(people)} with ${sessions(count)} could go to another coach.`,
  title: 'Hand over all members',
  to: 'To which coach',
  missing: 'Please choose a coach.',
  goes: (people: number, count: number) => `${members(people)} with ${sessions(count)} go.`,
  nothing: 'Nothing is left that could go to another coach.',
  going: 'Who goes',
  staying: 'What stays',
  left: (count: number) => `${sessions(count)} left`,
  notCounted: 'not counted',
  why: {
    ...{ waiting: 'waits for an approval', ended: 'was ended' },
    frozen: 'is frozen: end the freeze first',
  },
  more: (count: number) => more(count),
  includeEnded: 'What was ended goes, too',
  rest: 'Used sessions stay where they were used. What is paid, or to be paid, stays there.',
  save: 'Hand over',
  saved: (people: number, coach: string) => `${members(people)} handed over to ${coach}`,
  goOn: (count: number) => `${packages(count)} still to go. Hand over again.`,
};

export type HandOverTexts = typeof handOverEn;
