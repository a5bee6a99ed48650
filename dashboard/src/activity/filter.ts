import type { ActivityFilter } from '../data/queries.js';
import type { Texts } from '../texts/en.js';

type Words = Texts['activity'];
export type Action = NonNullable<ActivityFilter['action']>;
type Outcome = NonNullable<ActivityFilter['outcome']>;

/** What the page shows: what the studio is asked for, and whether sign-ins are wanted too. */
export interface Shown extends Omit<ActivityFilter, 'packageId'> {
  readonly signIns?: true;
}

/** The actions in the order and the groups in which they are offered. */
export function actionGroups({ actions }: Words): Record<keyof Words['groups'], Action[]> {
  const all = Object.keys(actions) as Action[];
  const of = (pattern: RegExp) => all.filter((action) => pattern.test(action));
  return {
    sessions: of(/^(session|balance)\./),
    packages: of(/^package\./),
    members: of(/^member\./),
    access: of(/^(auth|device_token|stream)\./),
  };
}

/** What an address asks for; what it says wrongly is as if it said nothing. */
export function shownBy(
  query: URLSearchParams,
  words: Words,
  isDay: (text: string) => boolean,
): Shown {
  const memberId = idOf(query.get('memberId'));
  const actorId = idOf(query.get('actorId'));
  const action = oneOf<Action>(query.get('action'), words.actions);
  const outcome = oneOf<Outcome>(query.get('outcome'), words.outcomes);
  const from = dayOf(query.get('from'), isDay);
  const to = dayOf(query.get('to'), isDay);
  return {
    ...(memberId === undefined ? {} : { memberId }),
    ...(actorId === undefined ? {} : { actorId }),
    ...(action === undefined ? {} : { action }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(query.get('signIns') === '1' ? { signIns: true as const } : {}),
  };
}

/** The query of the address that asks for this. */
export function addressOf(shown: Shown): URLSearchParams {
  const entries = Object.entries(shown).map(([name, value]): [string, string] => [
    name,
    value === true ? '1' : String(value),
  ]);
  return new URLSearchParams(entries);
}

/** Whether sign-ins are among what is shown: wanted too, or an action by itself. */
export function withSignIns({ signIns, action }: Shown): boolean {
  return signIns === true || action !== undefined;
}

/** Whether the last day is before the first. */
export function isWrongOrder(from = '', to = ''): boolean {
  return from !== '' && to !== '' && to < from;
}

function idOf(text: string | null): number | undefined {
  const id = Number(text);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

function oneOf<T extends string>(text: string | null, known: Record<T, string>): T | undefined {
  return text !== null && Object.hasOwn(known, text) ? (text as T) : undefined;
}

function dayOf(text: string | null, isDay: (text: string) => boolean): string | undefined {
  return text !== null && isDay(text) ? text : undefined;
}
