import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HANDED_OVER } from '../../src/packages/hand-over-rules.js';
import { STANDS_IN } from '../../src/packages/substitution-rules.js';
import { ARRIVED, MOVED, OWED_SESSION } from '../../src/packages/usage-rules.js';
import { PROBLEM_CODES, type ProblemCode } from '../../src/common/problem-codes.js';
import type { Answer } from '../support/api.js';
import { API_TABLE } from '../support/api-table.js';
import { ADDING_UP, booksOf } from '../support/expectations.js';
import { isPhpApiRoute, PHP_API_TABLE } from '../support/php-api-table.js';
import '../support/matchers.js';
import {
  type Caller,
  CALLERS,
  MatrixStage,
  type Scene,
  type Target,
  TARGETS,
} from '../support/matrix-scene.js';
import { routesOf, servedBy } from '../support/routes.js';
import { openStudio, type Studio } from '../support/studio.js';

const COLUMN: Partial<Record<Caller, number>> = {
  'an admin': 0,
  staff: 1,
  'the member’s own coach': 2,
  'another coach': 2,
  'a coach unassigned a second ago': 2,
  'a coach signed out a second ago': 2,
  'staff demoted a second ago': 1,
  'a member': 3,
};

/** Each call reads all that is there, twice, and leaves more people behind. */
const ROUTES_OF_A_STUDIO = 4;

/** Swagger UI and its document: the same for everybody, and without anybody's data. */
const DOCUMENTATION = /^(GET|HEAD) \/docs(-json|-yaml|\/.*)?$/;
/** The dashboard, and the way there from `/`; the router prints `/app/*` without its last slash. */
const DASHBOARD = /^(GET|HEAD) (\/|\/app|\/app\/?\*)$/;
const MUTATING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Their access tokens open what only reads, for minutes; live updates and changes ask again. */
const ENDED = new Set<Caller>(['a coach signed out a second ago', 'staff demoted a second ago']);
const ASKS_AGAIN = /^(POST|PUT|PATCH|DELETE) |^GET .*\/events$/;

/** Endings of whoever is let in: whether they still may is asked before. */
const FOUND_LATE = new Set<string>(['done', 'approval_not_found', 'approval_not_needed']);

/** How a request of the table must end: done, or refused with a code. */
function endingOf(route: string, caller: Caller, target: Target): 'done' | ProblemCode {
  const rule = API_TABLE[route] ?? 'public';
  // Here is an admin, so nobody sets the studio up any more; nor is mail sent.
  if (route.endsWith('/setup')) return 'already_set_up';
  if (route.endsWith('/forgot')) return 'mail_not_set_up';
  if (rule === 'public') return 'done';
  if (caller === 'an admin whose token has expired') return 'token_expired';
  const column = COLUMN[caller];
  if (column === undefined) return 'not_signed_in';
  const reach = rule.split(' ')[column];
  const isRefusedLate = ENDED.has(caller) && ASKS_AGAIN.test(route);
  if (isRefusedLate && route.includes('/events')) return 'not_signed_in';
  if (reach === '–') return 'forbidden';
  if (/\/(mail\/test|auth\/email)$/.test(route)) return 'mail_not_set_up';
  const ending = endingWithin(reach, route, caller, target);
  if (isRefusedLate && FOUND_LATE.has(ending)) return 'not_signed_in';
  return ending === 'done' && route.endsWith('/:paymentId/mail') ? 'mail_not_set_up' : ending;
}

function endingWithin(
  reach: string | undefined,
  route: string,
  caller: Caller,
  target: Target,
): 'done' | ProblemCode {
  if (route.endsWith('/withdraw')) return OWN.has(caller) ? 'done' : 'approval_not_found';
  if (reach === 'all' && isNowhere(route, target)) return 'member_not_found';
  // The desk does itself what coaches ask for.
  if (reach === 'all')
    return route.endsWith('/approvals') && namesMember(route) ? 'approval_not_needed' : 'done';
  return namesMember(route) && !isTheirs(caller, target) ? 'not_your_member' : 'done';
}

/** Those of whom the own member is. */
const OWN = new Set<Caller>([
  ...(['a member', 'the member’s own coach', 'a coach signed out a second ago'] as const),
]);

function isTheirs(caller: Caller, target: Target): boolean {
  return target === 'own' && OWN.has(caller);
}

/** A filter of the log for a member who does not exist finds nothing, which is no problem. */
function isNowhere(route: string, target: Target): boolean {
  return target === 'missing' && route.includes(':memberId');
}

/** The log names its member in the query. */
function namesMember(route: string): boolean {
  return route.includes(':memberId') || route === 'GET /api/v1/activity';
}

describe('who reaches what', () => {
  let studio: Studio;
  let stage: MatrixStage;

  async function open(): Promise<void> {
    studio = await openStudio();
    stage = new MatrixStage(studio);
    await stage.fill();
  }

  beforeAll(open);
  afterAll(() => studio.close());

  it('every route has its row in the access table, and declares its rule', () => {
    const undeclared = routesOf(studio.app).filter((route) => route.access === undefined);
    expect(undeclared).toEqual([]);
    // The old scripts have a table and a test of their own: legacy-ownership.spec.ts.
    const routes = routesOf(studio.app).filter(({ path }) => !isPhpApiRoute(path));
    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
      Object.keys(API_TABLE).toSorted(),
    );
  });

  it('every mutating route declares its action, or why it has none; no other does', () => {
    const mutating = routesOf(studio.app).filter(({ method }) => MUTATING.has(method));
    const audited = routesOf(studio.app).filter((route) => route.audited !== undefined);
    const notAudited = mutating.filter((route) => route.notAudited !== undefined);
    expect(mutating.length).toBeGreaterThan(0);
    expect(audited).toEqual(mutating.filter((route) => !notAudited.includes(route)));
    // Each exception gives a reason, and new ones are added here.
    const paths = [
      ...['/api/v1/auth/links/look', '/api/v1/auth/password/forgot'],
      '/api/v1/events/tickets',
    ];
    expect(notAudited.map(({ path }) => path).toSorted()).toEqual(paths);
    for (const { notAudited: reason } of notAudited) expect(reason).toMatch(/^\w.{20,}\.$/);
  });

  it('nothing is served past the table but the documentation and the dashboard', () => {
    const others = servedBy(studio.app).filter((route) => {
      const [method, path] = route.split(' ');
      const key = `${method === 'HEAD' ? 'GET' : method} ${path}`;
      return API_TABLE[key] === undefined && PHP_API_TABLE[key] === undefined;
    });
    expect(servedBy(studio.app).length).toBeGreaterThan(others.length);
    const dashboard = others.filter((route) => DASHBOARD.test(route));
    expect(dashboard).toHaveLength(6);
    const rest = others.filter((route) => !dashboard.includes(route));
    expect(rest.filter((route) => !DOCUMENTATION.test(route))).toEqual([]);
  });

  describe.each(Object.keys(API_TABLE).map((route, n) => [route, n] as const))('%s', (route, n) => {
    beforeAll(async () => {
      if (n % ROUTES_OF_A_STUDIO > 0) return;
      await studio.close();
      await open();
    });

    it.each(CALLERS)('called by %s', async (caller) => {
      const scene = await stage.sceneOf(route, caller);
      const targets = namesMember(route) ? TARGETS : (['own'] as const);
      const endings = targets.map((target) => endingOf(route, caller, target));
      const isRefused = !endings.includes('done');
      const before = isRefused && (await booksOf(studio));

      const answers: Answer[] = [];
      for (const target of targets) {
        const answer = await call(scene, route, target);
        answers.push(answer);
        if (route.startsWith('GET')) expect(await headOf(scene, route, target)).toBe(answer.status);
      }

      expect(answers.map(endingIn)).toEqual(endings);
      expect(await Promise.all(answers.map(loggedFor))).toEqual(
        endings.map((ending) => logOf(route, ending, ENDED.has(caller))),
      );
      if (isRefused) expect(await booksOf(studio)).toEqual(before);
      const refusals = answers.filter(({ body }) => body?.code === 'not_your_member');
      expect(new Set(refusals.map(anonymous)).size).toBeLessThanOrEqual(1);
    });
  });

  async function call(scene: Scene, route: string, target: Target): Promise<Answer> {
    const { method, path, body } = stage.requestOf(route, scene, target);
    return scene.caller.request(method, path, body === undefined ? {} : { body });
  }

  /** The status of the same question for the headers alone. */
  async function headOf(scene: Scene, route: string, target: Target): Promise<number> {
    const { path } = stage.requestOf(route, scene, target);
    return (await scene.caller.request('HEAD', path)).status;
  }

  /** What the log says of an answer, beside what adds up, and what a move has given back. */
  async function loggedFor({ headers }: Answer): Promise<string[]> {
    const rows = await studio.sql<{ action: string; outcome: string; code: string | null }>(
      'SELECT action, outcome, code FROM admin_activity_log WHERE request_id = ?',
      [headers.get('x-request-id')],
    );
    return rows
      .filter(({ action, code }) => !ADDING_UP.has(action) && !BESIDES.has(code ?? ''))
      .map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`));
  }
});

/** What stands beside what was asked for, such as what a move gave back. */
const BESIDES: ReadonlySet<string> = new Set([MOVED, ARRIVED, HANDED_OVER, STANDS_IN]);

/** A ticket changes nothing of the studio: it is part of a read. Looking at a link is one. */
const UNLOGGED = new Set([
  ...['POST /api/v1/events/tickets', 'POST /api/v1/auth/links/look'],
  'POST /api/v1/auth/password/forgot',
]);

/** What is only begun is no news; who is refused is. */
const BEGINS_ONLY = 'POST /api/v1/auth/second-factor';

/** Has a row for the sign-ins that end by it, too. */
const SAYS_WHAT_ENDED = 'POST /api/v1/people/:personId/sign-out';

/** Each change and each refusal of a known person is logged once; reads and strangers are not. */
function logOf(route: string, ending: 'done' | ProblemCode, isKnown: boolean): string[] {
  if (route.startsWith('GET') || UNLOGGED.has(route)) return [];
  if (ending === 'done') {
    // The approval, and what was approved.
    if (route === SAYS_WHAT_ENDED || route.endsWith('/approve')) return ['done', 'done'];
    if (route.endsWith('/settle')) return [`done ${OWED_SESSION}`];
    return route === BEGINS_ONLY ? [] : ['done'];
  }
  return PROBLEM_CODES[ending][0] === 401 && !isKnown ? [] : [`refused ${ending}`];
}

function endingIn(answer: Answer): string {
  if (answer.status < 300) return 'done';
  const code = (answer.body as { code?: ProblemCode } | undefined)?.code;
  if (!code) return `${answer.status} ${answer.text}`;
  expect(answer).toBeProblem(code);
  return code;
}

/** The bytes of a problem, but for what names the request itself. */
function anonymous({ text, body }: Answer): string {
  const { requestId, instance } = body as { requestId: string; instance: string };
  return text.replace(requestId, '').replace(instance, '');
}
