import { isColor } from '../common/accent.js';
import { isCurrency } from '../common/currencies.js';
import { isLocale, type Locale } from '../common/locales.js';
import { isNobodys } from '../common/recipient-rules.js';
import { textLength } from '../common/text-length.js';
import { areReasons, INITIAL_REASONS, type Reason } from './reason-rules.js';

/** The longest name of a studio, in characters. */
export const MAX_STUDIO_NAME_LENGTH = 60;
/** The most sessions that a studio may find low. */
export const MAX_LOW_BALANCE = 20;
/** The most days ahead that the end of a package may ask for attention. */
export const MAX_EXPIRING_WITHIN_DAYS = 90;
/** The most sessions that can be the limit of what a coach gives a member in a month. */
export const MAX_COACH_GIVES = 100;
/** The most days that can be the limit by which coaches extend a package. */
export const MAX_COACH_EXTENDS_DAYS = 366;
/** The most sessions that can be the limit of one correction by a coach. */
export const MAX_COACH_CORRECTION = 1000;

/** The most sessions that a studio may let a member owe a coach. */
export const MAX_OWED_SESSIONS = 20;
/** The most days that a package can be frozen for in all. */
export const MAX_FREEZE_DAYS = 366;

/** What becomes of a sale by a coach: it holds at once, waits for the desk, or is refused. */
export const COACH_SALES = ['sell', 'request', 'off'] as const;
export type CoachSales = (typeof COACH_SALES)[number];

/** What the studio sets for itself; null is "as without it". */
export interface SettingValues {
  /** In whose name letters speak. */
  readonly studioName: string | null;
  /** The colour of the app and of letters, `#rrggbb`. */
  readonly color: string | null;
  /** In what the studio is paid, by ISO 4217. */
  readonly currency: string | null;
  /** The language of letters to people of whom nobody knows one. */
  readonly locale: Locale | null;
  /** Where answers to mails go. */
  readonly replyTo: string | null;
  /** Up to how many usable sessions a balance is low, in lists and figures; 0: none is. */
  readonly lowBalance: number;
  /** How many days ahead the end of a package asks for attention, in lists and figures. */
  readonly expiringWithinDays: number;
  /** Whether coaches sell packages to their members. */
  readonly coachSales: CoachSales;
  /** Sessions that a coach may give a member in a studio month without the desk. */
  readonly coachGivesPerMemberMonth: number | null;
  /** Days by which coaches may extend a package, all their extensions together. */
  readonly coachExtendsDays: number | null;
  /** The most sessions by which one correction of a coach moves a balance without the desk. */
  readonly coachLargestCorrection: number | null;
  /** How many sessions a member may owe a coach; 0: none. */
  readonly owedSessions: number;
  /** For how many days a package is frozen at most, all its freezes together; 0: for none. */
  readonly freezeDays: number;
  /** Why people change something, in the order in which they are offered. */
  readonly reasons: readonly Reason[];
}

/** The name of a setting. */
export type SettingName = keyof SettingValues;

interface Setting<Value> {
  readonly initial: Value;
  readonly seenBy: 'everybody' | 'admins';
  /** Whether a value that stands in the database can be one: whoever may have written it. */
  readonly accepts: (value: unknown) => boolean;
}

/** All that can be set. No secret is among them: those stay in the environment. */
const SETTINGS = {
  studioName: { initial: null, seenBy: 'everybody', accepts: orNull(isStudioName) },
  color: { initial: null, seenBy: 'everybody', accepts: orNull(isColor) },
  currency: { initial: null, seenBy: 'everybody', accepts: orNull(isCurrency) },
  locale: { initial: null, seenBy: 'everybody', accepts: orNull(isLocale) },
  replyTo: { initial: null, seenBy: 'admins', accepts: orNull(isReachable) },
  lowBalance: { initial: 3, seenBy: 'everybody', accepts: isWhole(0, MAX_LOW_BALANCE) },
  expiringWithinDays: {
    ...{ initial: 14, seenBy: 'everybody' },
    accepts: isWhole(1, MAX_EXPIRING_WITHIN_DAYS),
  },
  coachSales: { initial: 'off', seenBy: 'everybody', accepts: isOneOf(COACH_SALES) },
  coachGivesPerMemberMonth: {
    ...{ initial: null, seenBy: 'everybody' },
    accepts: orNull(isWhole(0, MAX_COACH_GIVES)),
  },
  coachExtendsDays: {
    ...{ initial: null, seenBy: 'everybody' },
    accepts: orNull(isWhole(0, MAX_COACH_EXTENDS_DAYS)),
  },
  coachLargestCorrection: {
    ...{ initial: null, seenBy: 'everybody' },
    accepts: orNull(isWhole(1, MAX_COACH_CORRECTION)),
  },
  owedSessions: { initial: 3, seenBy: 'everybody', accepts: isWhole(0, MAX_OWED_SESSIONS) },
  freezeDays: { initial: 60, seenBy: 'admins', accepts: isWhole(0, MAX_FREEZE_DAYS) },
  reasons: { initial: INITIAL_REASONS, seenBy: 'everybody', accepts: areReasons },
} as const satisfies { readonly [Name in SettingName]: Setting<SettingValues[Name]> };

/** Those that everybody may know. */
export type PublicSettings = Pick<
  SettingValues,
  {
    [Name in SettingName]: (typeof SETTINGS)[Name]['seenBy'] extends 'everybody' ? Name : never;
  }[SettingName]
>;

/** Their names, in the order in which they are told. */
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** How everything is set where nothing is. */
export const INITIAL: SettingValues = settingsOf(new Map());

/**
 * The settings that the rows of a database come to, by name, as JSON. What is missing, or nothing
 * that could be set, is as it was at first; names that are not known are left alone.
 */
export function settingsOf(rows: ReadonlyMap<string, string>): SettingValues {
  const values = SETTING_NAMES.map((name) => {
    const { initial, accepts } = SETTINGS[name];
    const value = parsed(rows.get(name));
    return [name, value !== undefined && accepts(value) ? value : initial];
  });
  return Object.fromEntries(values) as SettingValues;
}

/** What of the settings everybody may know. */
export function shownToAll(values: SettingValues): PublicSettings {
  const names = SETTING_NAMES.filter((name) => SETTINGS[name].seenBy === 'everybody');
  return Object.fromEntries(names.map((name) => [name, values[name]])) as PublicSettings;
}

/** The settings that a change makes others, as they were and as they become, if there are any. */
export function differences(
  values: SettingValues,
  wanted: Partial<SettingValues>,
): { readonly before: Partial<SettingValues>; readonly after: Partial<SettingValues> } | undefined {
  const names = SETTING_NAMES.filter(
    (name) => wanted[name] !== undefined && !isSame(wanted[name], values[name]),
  );
  if (names.length === 0) return undefined;
  const of = (some: Partial<SettingValues>) =>
    Object.fromEntries(names.map((name) => [name, some[name]]));
  return { before: of(values), after: of(wanted) };
}

/** As they are kept; a list is another one where its order is. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function orNull(accepts: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === null || accepts(value);
}

function isWhole(least: number, most: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}

function isOneOf(words: readonly string[]): (value: unknown) => boolean {
  return (value) => words.some((word) => word === value);
}

function isStudioName(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && textLength(value) <= MAX_STUDIO_NAME_LENGTH;
}

function isReachable(value: unknown): boolean {
  return typeof value === 'string' && value.includes('@') && !isNobodys(value);
}

function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : (JSON.parse(json) as unknown);
  } catch {
    return undefined;
  }
}
