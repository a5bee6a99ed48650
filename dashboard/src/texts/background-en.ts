import { plural } from './plural.js';

const minutes = plural('en', { one: 'Every minute', other: 'Every # minutes' });
const tries = plural('en', { one: 'tried once', other: 'tried # times' });

/** The texts about what runs in the background, which only admins load. */
export const backgroundEn = {
  title: 'What runs in the background',
  back: 'To the account',
  tasks: 'Regular tasks',
  /** By the name that the API gives them. */
  taskNames: {
    cleanup: 'Tidying up',
    'address-retention': 'Forgetting old IP addresses',
    freezes: 'Minding freezes',
    'person-names': 'Keeping names findable',
  } as Readonly<Record<string, string>>,
  taskDetails: {
    cleanup: 'Removes what has expired: sign-ins, links and answers kept for repeated requests.',
    'address-retention': 'Takes them out of old rows of the activity log, as the studio wants it.',
    freezes: 'Has the old system see on which days packages are frozen.',
    'person-names':
      'Takes in what the old system writes of names, so that people are found by them.',
  } as Readonly<Record<string, string>>,
  every: minutes,
  daily: (time: string) => `Daily at ${time}`,
  running: 'Running now',
  overdue: 'Overdue',
  failed: 'Failed',
  lastDone: (moment: string) => `Last run ${moment}: done`,
  lastFailed: (moment: string, code: string) => `Last run ${moment}: failed (${code})`,
  neverRun: 'It has not run yet.',
  next: (moment: string) => `Next run ${moment}`,
  overdueHint: 'No process works it. Ask whoever runs the server to look at its log.',
  jobs: 'Given up',
  jobsAbout: 'Each of these was tried for some fifteen hours, or cannot work as it is.',
  jobNames: { mail: 'E-mail' } as Readonly<Record<string, string>>,
  jobFacts: (moment: string, attempts: number) => `From ${moment}, ${tries(attempts)}`,
  jobSaid: (text: string) => `Why: ${text}`,
  retry: 'Try again',
  retryOf: (job: string) => `Try again: ${job}`,
  retried: 'It is being tried again.',
  noJobs: 'Nothing was given up.',
};

export type BackgroundTexts = typeof backgroundEn;
