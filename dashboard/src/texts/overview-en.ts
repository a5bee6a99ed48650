import { en } from './en.js';
import { plural } from './plural.js';

const { sessions } = en.app;
const members = plural('en', { one: '# member', other: '# members' });
const packages = plural('en', { one: '# package', other: '# packages' });

/** The texts of the overview, which load with its page. */
export const overviewEn = {
  coach: 'Coach',
  everyCoach: 'Every coach',
  tiles: 'Members by what they need',
  tile: {
    all: 'Members',
    empty: 'Empty',
    low: 'Low',
    expiring: 'Expiring',
    waiting: 'Waiting for approval',
  },
  showTable: 'Show as table',
  total: 'Total',
  week: 'Week of',
  weekOf: (day: string) => `Week of ${day}`,
  thisWeek: 'This week',
  sessions: {
    title: 'Sessions a week',
    automatic: 'By workout',
    manual: 'By hand',
    undone: 'Undone',
    summary: (week: number, average: number) =>
      `This week ${sessions(week)}; ${average} in an average week before.`,
    value: (week: string, { automatic, manual }: { automatic: number; manual: number }) =>
      `${week}: ${automatic} by workout, ${manual} by hand`,
    none: 'No session was counted in these weeks.',
  },
  balances: {
    title: 'Members running out',
    left: 'Sessions left',
    members: 'Members',
    empty: 'Empty',
    low: 'Low',
    enough: 'Enough for now',
    summary: (empty: number, low: number) =>
      `${members(empty)} without a session, ${members(low)} with few left.`,
    value: (left: number, count: number) => `${sessions(left)} left: ${members(count)}`,
    none: 'Nobody is below ten sessions.',
  },
  expiring: {
    title: 'Packages expiring',
    packages: 'Packages',
    atStake: 'Sessions at stake',
    summary: (count: number, weeks: number, left: number) =>
      `${packages(count)} in ${weeks} weeks, with ${sessions(left)} left on them.`,
    value: (week: string, count: number, left: number) =>
      `${week}: ${packages(count)}, ${sessions(left)} at stake`,
    none: 'No package ends in these weeks.',
  },
  runningOut: 'Running out',
  showAll: { empty: 'Show all empty', low: 'Show all low' },
  nobody: { empty: 'Nobody is without a session.', low: 'Nobody has only few left.' },
};

export type OverviewTexts = typeof overviewEn;
