import { expect } from 'vitest';
import type { Answer, Api, RequestOptions, TestPerson } from './api.js';

export const PAGE = '/coach_session_management.php';
export const COACH_API = '/coach_api.php';

type Fields = Readonly<Record<string, unknown>>;

/** The old app: it knows two scripts, and calls them with `?action=`. */
export class OldApp {
  constructor(
    private readonly api: Api,
    /** Below which the scripts are called. */
    private readonly folder = '',
  ) {}

  as(person: Pick<TestPerson, 'id' | 'role'>): OldApp {
    return new OldApp(this.api.as(person), this.folder);
  }

  /** The same client, told to look in another folder. */
  in(folder: string): OldApp {
    return new OldApp(this.api, folder);
  }

  /** Fields in the query. */
  get(script: string, action: string, fields: Fields = {}, options?: RequestOptions) {
    return this.send('GET', script, action, fields, options);
  }

  /** Fields in a JSON body. */
  post(script: string, action: string, fields: Fields = {}, options: RequestOptions = {}) {
    return this.send('POST', script, action, {}, { body: fields, ...options });
  }

  /** Fields in a body such as a web form sends it. */
  form(script: string, action: string, fields: Fields = {}, options: RequestOptions = {}) {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', ...options.headers };
    return this.send('POST', script, action, {}, { raw: queryOf(fields), ...options, headers });
  }

  /** What the member's app does when a workout starts. */
  deduct(member: { id: number }, coach: { id: number }) {
    return this.post(COACH_API, 'deduct-session', { member_id: member.id, coach_id: coach.id });
  }

  history(member: { id: number }) {
    return this.get(PAGE, 'get-session-history', { member_id: member.id });
  }

  undo(member: { id: number }, usageId: number) {
    return this.post(PAGE, 'undo-session-usage', { member_id: member.id, usage_id: usageId });
  }

  send(
    method: string,
    script: string,
    action: string,
    fields: Fields,
    options?: RequestOptions,
  ): Promise<Answer> {
    const query = queryOf({ action, ...fields });
    return this.api.request(method, `${this.folder}${script}?${query}`, options);
  }
}

function queryOf(fields: Fields): string {
  const texts = Object.entries(fields).map(([name, value]) => [name, String(value)] as const);
  return new URLSearchParams(Object.fromEntries(texts)).toString();
}

/** A value with every leaf replaced by what it is: so keys and types can be compared at once. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
  }
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  return TEXTS.find(([, pattern]) => pattern.test(value))?.[0] ?? 'text';
}

const TEXTS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['time', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/],
  ['day', /^\d{4}-\d\d-\d\d$/],
  ['price', /^\d+\.\d\d$/],
  ['empty', /^$/],
];

/** The script refuses, with exactly these words and nothing else. */
export function expectSaid(answer: Answer, status: number, message: string): void {
  expect([answer.status, answer.text]).toEqual([
    status,
    JSON.stringify({ success: false, message }),
  ]);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
}
