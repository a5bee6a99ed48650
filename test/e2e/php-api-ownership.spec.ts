import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../support/api.js';
import { booksOf, logged } from '../support/expectations.js';
import { isPhpApiRoute, PHP_API_TABLE } from '../support/php-api-table.js';
import {
  type Caller,
  CALLERS,
  MatrixStage,
  type Scene,
  type Target,
  TARGETS,
} from '../support/matrix-scene.js';
import { COACH_API, OldApp, PAGE } from '../support/old-app.js';
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

/** How a script answers: the status, and its message or what it did. */
type Ending = readonly [status: number, message: string];

const DONE: Ending = [200, 'done'];
const NOT_YOURS: Ending = [403, 'This is not one of your members.'];
const EXPIRED: Ending = [401, 'The access token has expired. Refresh it.'];
const NO_TOKEN: Ending = [401, 'Sign in and send the access token as a bearer token.'];
/** Their access tokens open what only reads, for minutes; changes ask again. */
const ENDED: Partial<Record<Caller, Ending>> = {
  'a coach signed out a second ago': [
    401,
    'This sign-in or device token has ended. Sign in again.',
  ],
  'staff demoted a second ago': [401, 'Your role has changed. Refresh the access token.'],
};
/** Those of whom the own member is. */
const OWN = new Set<Caller>([
  ...(['a member', 'the member’s own coach', 'a coach signed out a second ago'] as const),
]);
const ROLES: Partial<Record<Caller, string>> = { 'a member': 'member' };

/** What a member that does not exist is to whoever may ask for all of them: as to PHP. */
const NOBODY: Record<string, Ending> = {
  'get-member-session-info': [404, 'No active session package found for this member'],
  'undo-session-usage': [404, 'Session usage record not found'],
  'adjust-session-count': [404, 'No active session package found for this member'],
  'add-session-usage': [404, 'No active session package found for this member-coach pair'],
  'deduct-session': [200, 'No active subscription found'],
};

function partsOf(route: string): { method: string; script: string; action: string } {
  const [method = '', path = ''] = route.split(' ');
  const [, script = '', action = ''] = path.split('/');
  return { method, script: `/${script}`, action };
}

function endingOf(route: string, caller: Caller, target: Target): Ending {
  const { script, action } = partsOf(route);
  if (caller === 'an admin whose token has expired') return EXPIRED;
  const column = COLUMN[caller];
  if (column === undefined) return NO_TOKEN;
  const reach = PHP_API_TABLE[route]?.split(' ')[column];
  if (reach === '–') return [403, `This is not open to a ${ROLES[caller]}.`];
  if (action === 'invalid-action') {
    return script === PAGE ? [400, 'Invalid action'] : [200, 'Invalid endpoint'];
  }
  if (action === 'post-required') return [script === PAGE ? 405 : 200, 'POST method required'];
  if (action === 'test') return DONE;
  const done = (route.startsWith('POST') ? ENDED[caller] : undefined) ?? DONE;
  if (reach === 'all') return target === 'missing' ? (NOBODY[action] ?? done) : done;
  return target === 'own' && OWN.has(caller) ? done : NOT_YOURS;
}

describe('who reaches what by the old scripts', () => {
  let studio: Studio;
  let stage: MatrixStage;

  beforeAll(async () => {
    studio = await openStudio();
    stage = new MatrixStage(studio);
    await stage.fill();
  });
  afterAll(() => studio.close());

  it('every route of theirs has its row here, and declares its rule', () => {
    const routes = routesOf(studio.app).filter(({ path }) => isPhpApiRoute(path));
    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
      Object.keys(PHP_API_TABLE).toSorted(),
    );
    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
    const declared = routes.map(({ method, path, access }) => {
      const {
        admin = '–',
        staff = '–',
        coach = '–',
        member = '–',
      } = access as object as Record<string, string>;
      return [`${method} ${path}`, [admin, staff, coach, member].join(' ')];
    });
    expect(Object.fromEntries(declared)).toEqual(PHP_API_TABLE);
  });

  it('the server answers at no other URL of theirs', () => {
    const served = servedBy(studio.app).filter((route) => /[.]php/.test(route));
    const known = Object.keys(PHP_API_TABLE).flatMap((route) =>
      route.startsWith('GET') ? [route, route.replace('GET', 'HEAD')] : [route],
    );
    expect(served.toSorted()).toEqual(known.toSorted());
  });

  describe.each(Object.keys(PHP_API_TABLE))('%s', (route) => {
    it.each(CALLERS)('called by %s', async (caller) => {
      const scene = await stage.sceneOf(route, caller);
      for (const target of TARGETS) {
        const ending = endingOf(route, caller, target);
        const before = ending !== DONE && (await booksOf(studio));
        const { answer, rows } = await logged(studio, () => call(scene, route, target));

        expect([target, ...endingIn(answer)]).toEqual([target, ...ending]);
        expect(rows.map(({ outcome, status }) => [outcome, status])).toEqual(
          loggedOf(route, ending, ENDED[caller] !== undefined),
        );
        if (ending !== DONE) expect(await booksOf(studio)).toEqual(before);
      }
    });
  });

  async function call(scene: Scene, route: string, target: Target): Promise<Answer> {
    const { method, script, action } = partsOf(route);
    const { id, usageId } = scene.targets[target];
    const app = new OldApp(scene.caller);
    const coach_id = await coachOf(scene, target);
    const fields = { member_id: id, user_id: id, coach_id, usage_id: usageId, adjustment: 1 };
    const asked = { 'invalid-action': 'nonsense', 'post-required': changeOf(script) }[action];
    return method === 'POST'
      ? app.post(script, action, fields)
      : app.get(script, asked ?? action, fields);
  }

  /** The coach with whom the member has a package. */
  async function coachOf({ targets, coach }: Scene, target: Target): Promise<number> {
    const rows = await studio.sql<{ coach_id: number }>(
      'SELECT coach_id FROM coach_member_list WHERE member_id = ? ORDER BY id LIMIT 1',
      [targets[target].id],
    );
    return rows[0]?.coach_id ?? coach.id;
  }
});

function changeOf(script: string): string {
  return script === COACH_API ? 'deduct-session' : 'undo-session-usage';
}

/** Each change and each refusal of a known person is logged once; reads and strangers are not. */
function loggedOf(route: string, ending: Ending, isKnown: boolean): unknown[] {
  const [status] = ending;
  if (route.startsWith('GET') || (status === 401 && !isKnown)) return [];
  return [[ending === DONE ? 'done' : 'refused', status]];
}

function endingIn({ status, body }: Answer): Ending {
  const { success, ...rest } = body as { success: boolean; message: string };
  if (success) return [status, 'done'];
  expect(Object.keys(rest)).toEqual(['message']);
  return [status, rest.message];
}
