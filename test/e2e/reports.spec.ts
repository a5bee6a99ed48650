import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Meter } from '../../src/common/meter.js';
import type { MetricName } from '../../src/common/metrics.js';
import { DIALECT } from '../../src/database/dialects/dialect.token.js';
import type { Dialect } from '../../src/database/dialects/dialect.js';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Answer, Api, TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { openStudio, type Studio } from '../support/studio.js';
import { withSending } from '../support/traffic.js';

/** How long a report takes here. */
const REPORT_MS = 40;
const POOL = 4;
const AT_ONCE = isServerDatabase() ? POOL / 2 : 1;

describe('reports', () => {
  let studio: Studio;
  let ana: TestPerson;
  let admin: Api;
  let members: GivenMember[];

  beforeAll(async () => {
    studio = await openStudio({ env: { DATABASE_POOL_SIZE: String(POOL) } });
    const { given, api } = studio;
    ana = await given.coach();
    admin = api.as(await given.admin());
    members = [];
    for (let n = 0; n < 12; n += 1) members.push(await given.member({ coach: ana, remaining: 9 }));
  });
  afterAll(() => studio.close());

  const gauge = (name: MetricName) => studio.app.get(Meter).read()[name] ?? 0;
  const tap = (member: GivenMember) =>
    studio.api.as(ana).adjust(member, { adjustment: -1, reason: 'of a test' });
  /** Each is another question, so that none is answered with another. */
  const overviews = (count: number): Promise<Answer>[] =>
    Array.from({ length: count }, (_, n) => admin.get(`/overview?weeks=${n + 1}`));

  /** While `work` is under way each message of a report takes long; tells how many ran at once. */
  async function withSlowReports(work: () => Promise<unknown>): Promise<number> {
    let [running, most] = [0, 0];
    await withSending(studio, work, async (send, statements) => {
      if (!statements.some(({ sql }) => sql.includes('GROUP BY'))) return send(statements);
      running += 1;
      most = Math.max(most, running);
      await sleep(REPORT_MS);
      const results = await send(statements);
      running -= 1;
      return results;
    });
    return most;
  }

  it('hold half of the connections at most, and what is tapped comes between them', async () => {
    const asked = 12;
    let answered = 0;
    const most = await withSlowReports(async () => {
      const reports = overviews(asked).map(async (report) => {
        expect((await report).status).toBe(200);
        answered += 1;
      });
      await expect.poll(() => gauge('coach_reports_waiting')).toBeGreaterThan(asked);
      const taps = await Promise.all(members.map(tap));
      expect(taps.map(({ status }) => status)).toEqual(members.map(() => 200));
      expect(answered).toBeLessThan(asked / 2);
      await Promise.all(reports);
    });
    expect(most).toBe(AT_ONCE);
    expect([gauge('coach_reports_running'), gauge('coach_reports_waiting')]).toEqual([0, 0]);
  });

  it('that are the same are worked out together, one after another', async () => {
    let works = 0;
    await withSending(
      studio,
      async () => {
        const asked = Array.from({ length: 20 }, () => admin.get('/overview?weeks=3'));
        const bodies = (await Promise.all(asked)).map(({ text }) => text);
        expect(new Set(bodies).size).toBe(1);
      },
      async (send, statements) => {
        works += statements.filter(({ sql }) => sql.includes('coach_usage_history u JOIN')).length;
        await sleep(REPORT_MS);
        return send(statements);
      },
    );
    // Who came while the first was under way, and perhaps who came a moment later.
    expect(works).toBeLessThanOrEqual(3);
  });

  it('hold what their reader has just changed, whoever asks at the same time', async () => {
    const others = { isOn: true };
    const another = async () => {
      while (others.isOn) await admin.get('/overview');
    };
    const crowd = Array.from({ length: 6 }, another);
    const used = async () => {
      const { weeks } = (await admin.get('/overview')).body;
      return weeks.at(-1).manual as number;
    };
    const before = await used();
    for (const [n, member] of members.entries()) {
      expect((await studio.api.as(ana).addUsage(member)).status).toBe(201);
      expect(await used()).toBe(before + n + 1);
    }
    others.isOn = false;
    await Promise.all(crowd);
  });

  it('are shared only by those who may see the same', async () => {
    const [bea, cem] = [await studio.given.coach('Bea'), await studio.given.coach('Cem')];
    await studio.given.member({ coach: bea, remaining: 3 });
    const ask = async (api: Api, path = '/overview') =>
      (await api.get(path)).body.members.all as number;
    const of = (coach: TestPerson) => studio.api.as(coach);
    const all = await ask(admin);
    for (let round = 0; round < 5; round += 1) {
      const asked = [ask(admin), ask(of(ana)), ask(of(bea)), ask(of(cem))];
      const named = ask(admin, `/overview?coachId=${bea.id}`);
      expect(await Promise.all([...asked, named])).toEqual([all, members.length, 1, 0, 1]);
    }
  });

  describe('are', () => {
    const ANYBODY: readonly (readonly [path: string, isReport: boolean])[] = [
      ['/members', false],
      ['/members?search=', false],
      ['/members?search=silva', true],
      ['/members?order=attention', true],
      ['/members?attention=low', true],
      ['/members?balance=empty', true],
      ['/members?order=attention&coachId=1', false],
      ['/activity', false],
      ['/activity?action=session.undone', false],
      ['/activity?action=session.undone&outcome=refused', true],
      ['/activity?actorId=1&outcome=refused', true],
      ['/activity?actorId=1&outcome=refused&memberId=1', false],
      ['/coaches', false],
    ];

    it.each(ANYBODY)('%s: %s', async (path, isReport) => {
      expect(await isInLine(admin, path)).toBe(isReport);
    });

    it('what coaches look for in the log of their members', async () => {
      const api = studio.api.as(ana);
      expect(await isInLine(api, '/activity')).toBe(false);
      expect(await isInLine(api, '/activity?action=session.undone')).toBe(true);
      expect(await isInLine(api, '/members?order=attention')).toBe(false);
    });

    /** Whether a request waits behind overviews that do not come to an end. */
    async function isInLine(api: Api, path: string): Promise<boolean> {
      let goOn = (): void => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      let wasInLine = false;
      const work = async () => {
        const reports = overviews(AT_ONCE + 1);
        const waiting = () => gauge('coach_reports_waiting');
        await expect.poll(waiting).toBe(2 * (AT_ONCE + 1) - AT_ONCE);
        const works = () =>
          gauge('coach_database_works_waiting') + gauge('coach_database_works_running');
        const [inLine, atWork] = [waiting(), works()];
        const answer = api.get(path);
        await expect.poll(() => waiting() + works()).toBeGreaterThan(inLine + atWork);
        wasInLine = waiting() > inLine;
        goOn();
        await Promise.all([answer, ...reports]);
      };
      await withSending(studio, work, async (send, statements) => {
        await held;
        return send(statements);
      });
      return wasInLine;
    }
  });
});

it('a verification holds one connection', async () => {
  const studio = await openStudio();
  const ana = await studio.given.coach();
  await studio.given.member({ coach: ana, remaining: 9 });
  const most = countHeld(studio.app.get<Dialect>(DIALECT, { strict: false }));
  expect((await studio.app.get(VerifyService).verify()).holds).toBe(true);
  await studio.close();
  expect(most()).toBe(1);
});

/** Tells how many connections were held at once, from now on. */
function countHeld(dialect: Dialect): () => number {
  let [held, most] = [0, 0];
  const { acquire, release } = dialect;
  dialect.acquire = async (runner, withinMs) => {
    held += 1;
    most = Math.max(most, held);
    await acquire.call(dialect, runner, withinMs);
  };
  dialect.release = async (runner, broken) => {
    held -= 1;
    await release.call(dialect, runner, broken);
  };
  return () => most;
}
