import type { Case } from './php-contract-cases.js';
import type { Generation } from './php-tables.js';

/** A field of an answer of ours that is not PHP's. */
export interface Observed {
  readonly generation: Generation;
  readonly step: string;
  readonly name: Case;
  readonly path: string;
  readonly php: unknown;
  readonly ours: unknown;
}

/** A difference on purpose. */
export interface Difference {
  readonly why: string;
  /** The calls that differ. */
  readonly steps: readonly string[];
  /** The fields that differ; any where none are named. */
  readonly paths?: RegExp;
  /** The members with whom they differ; all that do where none are named. */
  readonly cases?: readonly Case[];
  /** The generation that differs; both where none is named. */
  readonly only?: Generation;
}

const HISTORY = 'get-session-history';
const INFO = 'get-member-session-info';
const REMAINING = 'get-remaining-sessions';
const ADJUST_BLINDLY = ['adjust-session-count', 'adjust-session-count below zero'];
const ADJUST_OF_COACH = 'adjust-session-count with a coach';
const ADJUST = [...ADJUST_BLINDLY, ADJUST_OF_COACH];
const TOP_UP = ['adjust-session-count', ADJUST_OF_COACH];
const ADD_TODAY = ['add-session-usage', 'add-session-usage again'];
const ADD = [...ADD_TODAY, 'add-session-usage of a day'];
const DEDUCT_AGAIN = 'deduct-session again';
const DEDUCT = ['deduct-session', DEDUCT_AGAIN];
const CHECK_AFTERWARDS = 'check-session-availability afterwards';
const CHECK = ['check-session-availability', CHECK_AFTERWARDS];

const COUNTED_MONTHLY = ['monthly with 12', 'monthly with 12 until April'] as const;
const COUNTED_PER_SESSION = ['per session with 18', 'per session with Ben'] as const;

export const DIFFERENCES: readonly Difference[] = [
  {
    why: 'The product says its own name and version.',
    steps: ['test'],
    paths: /^(message|version)$/,
  },
  {
    why: 'The fields of the newest are a superset, and are served always.',
    steps: [INFO, ...TOP_UP],
    paths: /[.](coach_id|session_package_count|rate_type)$/,
    cases: ['a package', 'a package that ends', 'a package with Ben', 'the last session'],
    only: 'older',
  },
  {
    why: 'A coach whose profile has no name is called as the account is; PHP says null.',
    steps: [INFO],
    paths: /coach_name$/,
    cases: ['a package', 'a package that ends', 'the last session', ...COUNTED_MONTHLY],
    only: 'newest',
  },
  {
    why: 'Once the session of the day is taken the reason says so.',
    steps: [CHECK_AFTERWARDS],
    paths: /reason$/,
    cases: ['a package', 'a package that ends', 'a package with Ben', 'two coaches'],
  },
  {
    why: 'Once the session of the day is taken the reason says so, also of what is no package.',
    steps: [CHECK_AFTERWARDS],
    paths: /reason$/,
    cases: [...COUNTED_MONTHLY, ...COUNTED_PER_SESSION],
    only: 'newest',
  },
  {
    why: 'The day of the last session of a package is known as that of any other.',
    steps: ['add-session-usage again', DEDUCT_AGAIN, CHECK_AFTERWARDS],
    cases: ['the last session'],
  },
  {
    why: 'A drained package is found and can be topped up; no workout is free because of it.',
    steps: [HISTORY, INFO, ...TOP_UP, ...ADD, ...DEDUCT, ...CHECK],
    cases: ['drained', 'drained with Ben'],
  },
  {
    why: 'The same, once the last session was taken.',
    steps: ['add-session-usage of a day'],
    cases: ['the last session'],
  },
  {
    why: 'The same of a monthly plan that counts.',
    steps: [HISTORY, INFO, ...TOP_UP, ...ADD, ...DEDUCT, ...CHECK],
    cases: ['monthly, used up'],
    only: 'newest',
  },
  {
    why: 'What PHP has ended is over where nothing is counted; its check starts a workout.',
    steps: [...DEDUCT, ...CHECK],
    cases: ['monthly, used up'],
    only: 'older',
  },
  {
    why: 'A package without sessions is expired whatever its row says, and trains nobody for free.',
    steps: [HISTORY, INFO, ...DEDUCT],
    cases: ['empty but active', 'without a count'],
  },
  {
    why: 'The same; the newest knows that itself if the count is 0.',
    steps: CHECK,
    cases: ['without a count'],
  },
  {
    why: 'The same; the older starts workouts where the count is 0, and shows NULL.',
    steps: [REMAINING, ...TOP_UP, ...CHECK],
    cases: ['empty but active', 'without a count'],
    only: 'older',
  },
  {
    why: 'What is past its date is expired, and is extended before it is corrected.',
    steps: [HISTORY, INFO, ...ADJUST, ...ADD_TODAY],
    cases: ['past its date'],
  },
  {
    why: 'A request is no subscription before both sides approved it.',
    steps: [HISTORY, INFO, REMAINING, ...ADJUST, ...ADD, ...CHECK],
    cases: ['pending'],
  },
  {
    why: 'What was rejected or ended is none either; null stands for false.',
    steps: [HISTORY, ...CHECK],
    cases: ['rejected', 'disconnected'],
  },
  {
    why: 'What runs without a count is shown, with the 999 of the other script.',
    steps: [HISTORY],
    cases: [
      ...COUNTED_MONTHLY,
      ...COUNTED_PER_SESSION,
      'monthly, used up',
      'monthly with 0',
      'monthly without a count',
      'per session with 0',
      'per session without a count',
    ],
    only: 'older',
  },
  {
    why: 'How a subscription is paid decides what it is called, not the prices of its coach.',
    steps: [...DEDUCT, ...CHECK],
    paths: /^message$|reason$/,
    cases: ['per session with Ben'],
    only: 'older',
  },
  {
    why: 'The same.',
    steps: ['check-session-availability'],
    paths: /reason$/,
    cases: ['per session with Ben'],
    only: 'newest',
  },
  {
    why: 'Whatever counts is shown and added to; PHP does so with packages alone.',
    steps: [HISTORY, INFO, ...ADD],
    cases: [...COUNTED_MONTHLY, ...COUNTED_PER_SESSION, 'monthly with 0', 'per session with 0'],
    only: 'newest',
  },
  {
    why: 'Whatever counts is corrected; PHP corrects packages and monthly plans.',
    steps: ADJUST,
    cases: [...COUNTED_PER_SESSION, 'per session with 0'],
    only: 'newest',
  },
  {
    why: 'What is paid by the session counts with every coach; in PHP with some, by their prices.',
    steps: DEDUCT,
    cases: ['per session with 18', 'per session with 0'],
    only: 'newest',
  },
  {
    why: 'One session a day, whatever it is taken from; PHP takes as many of a monthly plan.',
    steps: [DEDUCT_AGAIN],
    cases: [...COUNTED_MONTHLY, 'per session with Ben'],
    only: 'newest',
  },
  {
    why: 'No count is no limit (decision 13); PHP takes it for 0.',
    steps: [HISTORY, INFO, REMAINING, ...ADJUST, ...DEDUCT, ...CHECK],
    cases: ['monthly without a count', 'per session without a count'],
    only: 'newest',
  },
  {
    why: 'What ends first is used first, all of it is left, and one is taken a day.',
    steps: [HISTORY, INFO, REMAINING, ...ADJUST, ...ADD, ...DEDUCT, ...CHECK],
    cases: ['two packages'],
  },
  {
    why: 'Where no coach is named, it is the package that the next workout would use.',
    steps: [HISTORY, INFO, ...ADJUST_BLINDLY],
    cases: ['two coaches'],
  },
  {
    why: 'The older does not know the coach of a correction.',
    steps: [ADJUST_OF_COACH],
    cases: ['two coaches'],
    only: 'older',
  },
];

/** The differences on purpose that explain an observed one. */
export function reasonsOf({ generation, step, name, path }: Observed): Difference[] {
  return DIFFERENCES.filter(
    ({ steps, paths, cases, only }) =>
      (only === undefined || only === generation) &&
      (cases === undefined || cases.includes(name)) &&
      steps.includes(step) &&
      (paths === undefined || paths.test(path)),
  );
}
