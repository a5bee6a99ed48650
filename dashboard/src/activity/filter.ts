import { ACTIONS, OUTCOMES, REASON_CODE } from '../api/rules.js';
import type { ActivityFilter } from '../data/queries.js';
import type { ActivityTexts } from '../texts/activity-en.js';

type Words = ActivityTexts;
type Action = NonNullable<ActivityFilter['action']>;

/** The filters of the page: those of the API, and whether sign-ins are shown too. */
export interface Shown extends Omit<ActivityFilter, 'packageId'> {
  readonly signIns?: true;
}

/** The actions in the groups in which they are offered. */
export function actionGroups(): Record<keyof Words['groups'], Action[]> {
  const of = (pattern: RegExp) => ACTIONS.filter((action) => pattern.test(action));
  return {
    sessions: of(/^(session|owed_session|approval|balance)\./),
    packages: of(/^(package|payment|catalogue)\./),
    members: of(/^member\./),
    access: of(
      /^(auth|device_token|person|substitution|second_factor|stream|studio|settings|job|mail)\./,
    ),
  };
}

/** The filters that the query of a URL holds; invalid ones are ignored. */
export function readQuery(query: URLSearchParams, isDay: (text: string) => boolean): Shown {
  const memberId = idOf(query.get('memberId'));
  const actorId = idOf(query.get('actorId'));
  const action = oneOf(query.get('action'), ACTIONS);
  const outcome = oneOf(query.get('outcome'), OUTCOMES);
  const reasonCode = codeOf(query.get('reasonCode'));
  const from = dayOf(query.get('from'), isDay);
  const to = dayOf(query.get('to'), isDay);
  return {
    ...(memberId === undefined ? {} : { memberId }),
    ...(actorId === undefined ? {} : { actorId }),
    ...(action === undefined ? {} : { action }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(query.get('signIns') === '1' ? { signIns: true as const } : {}),
  };
}

/** The query of a URL for these filters. */
export function queryOf(shown: Shown): URLSearchParams {
  const entries = Object.entries(shown).map(([name, value]): [string, string] => [
    name,
    value === true ? '1' : String(value),
  ]);
  return new URLSearchParams(entries);
}

/** Whether sign-ins are shown: on request, or because an action is chosen. */
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

function codeOf(text: string | null): string | undefined {
  return text !== null && REASON_CODE.test(text) ? text : undefined;
}

function oneOf<T extends string>(text: string | null, values: readonly T[]): T | undefined {
  return values.find((one) => one === text);
}

function dayOf(text: string | null, isDay: (text: string) => boolean): string | undefined {
  return text !== null && isDay(text) ? text : undefined;
}
