import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer, TestPerson } from '../support/api.js';
import { isServerDatabase } from '../support/database.js';
import type { GivenMember } from '../support/given.js';
import { type Chance, chance, seedFor } from '../support/seed.js';
import { size, SIZED_TIMEOUT_MS } from '../support/size.js';
import { openStudio, type Studio } from '../support/studio.js';

/*
 * "Has it changed since?" has one right answer, whoever has written meanwhile: people by the
 * product, PHP in its tables and without a word to us, a person at the database in columns that no
 * key holds, and time, by which packages end and days begin. After each step everything that was
 * ever answered is asked for again with its ETag, and compared with what a plain read says.
 */

const STEPS = size({ ci: 40, full: 1_000 });
/** What PHP knows the history as, on a server. */
const PHPS_USAGES = isServerDatabase() ? 'coach_session_usage' : 'coach_usage_history';
/** Some of what was answered before: the state before last may be there again. */
const KEPT = 4;

let studio: Studio;
let ana: TestPerson;
let ben: TestPerson;
let tom: GivenMember;
let reads: Read[];

/** Something that a person reads, and what was answered to it, by ETag. */
interface Read {
  readonly person: TestPerson;
  readonly path: string;
  readonly known: Map<string, string>;
}

beforeAll(async () => {
  studio = await openStudio();
  const { given } = studio;
  [ana, ben] = [await given.coach(), await given.coach()];
  tom = await given.member({ coach: ana, remaining: 20, expiresInDays: 20 });
  await given.package(tom, { coach: ben, remaining: 5, expiresInDays: 3 });
  await given.member({ coach: ana, remaining: 2 });
  const pages = ['', '/sessions', '/sessions?limit=3', '/packages'].map(
    (end) => `/members/${tom.id}${end}`,
  );
  const lists = ['/members', '/members?order=attention', '/activity', '/overview'];
  const all = [...pages, ...lists].map((path): [TestPerson, string] => [ana, path]);
  all.push([await given.admin(), pages[0] ?? ''], [ben, pages[0] ?? ''], [ben, pages[1] ?? '']);
  all.push([tom, pages[0] ?? ''], [tom, pages[1] ?? '']);
  reads = all.map(([person, path]) => ({ person, path, known: new Map() }));
});
afterAll(() => studio.close());

type Step = (some: Chance) => Promise<unknown>;

const anyUsage = async (some: Chance): Promise<number> => {
  const rows = await studio.sql<{ id: number }>('SELECT id FROM coach_usage_history');
  return rows.length === 0 ? 0 : some.oneOf(rows).id;
};
const by = (some: Chance) => studio.api.as(some.oneOf([ana, ben]));
const inPackages = async (what: string, ...values: unknown[]) =>
  studio.sql(`UPDATE coach_member_list SET ${what} WHERE member_id = ?`, [...values, tom.id]);
const inUsage = async (some: Chance, what: string, ...values: unknown[]) =>
  studio.sql(`UPDATE coach_usage_history SET ${what} WHERE id = ?`, [
    ...values,
    await anyUsage(some),
  ]);
const anyTime = (some: Chance) => `2026-0${some.between(1, 9)}-1${some.between(0, 9)} 08:30:00`;

const OURS: Record<string, Step> = {
  workout: (some) => by(some).startWorkout(tom),
  'a session of another day': (some) =>
    by(some).addUsage(tom, { date: `2026-03-0${some.between(1, 9)}` }),
  undo: async (some) => by(some).undo(tom, await anyUsage(some)),
  correction: (some) => by(some).adjust(tom, { adjustment: some.between(-2, 3), reason: 'so' }),
  name: async (some) =>
    studio.api
      .as(await studio.given.admin())
      .patch(`/members/${tom.id}`, { lastName: some.oneOf(['Silva', 'Costa']) }),
  sale: (some) => studio.given.package(tom, { coach: some.oneOf([ana, ben]), remaining: 3 }),
};

/** PHP's statements, and what a person at the database does: in place, as versions know nothing. */
const BESIDE_US: Record<string, Step> = {
  'a usage of PHP': async (some) => {
    const packages = await studio.sql<{ id: number }>(
      'SELECT id FROM coach_member_list WHERE member_id = ?',
      [tom.id],
    );
    const { id } = some.oneOf(packages);
    const day = `2026-02-${some.between(10, 28)}`;
    const known = await studio.sql(
      'SELECT 1 FROM coach_usage_history WHERE coach_member_id = ? AND usage_date = ?',
      [id, day],
    );
    if (known.length > 0) return;
    await studio.sql(
      `INSERT INTO ${PHPS_USAGES} (coach_member_id, usage_date, created_at) VALUES (?, ?, ?)`,
      [id, day, anyTime(some)],
    );
    await studio.sql(
      `UPDATE coach_member_list SET remaining_sessions = remaining_sessions - 1
        WHERE id = ? AND remaining_sessions > 0`,
      [id],
    );
  },
  'an undo of PHP': async (some) =>
    studio.sql(`DELETE FROM ${PHPS_USAGES} WHERE id = ?`, [await anyUsage(some)]),
  'a usage that is made again': (some) => inUsage(some, 'created_at = ?', anyTime(some)),
  'a mark of PHP': (some) => inUsage(some, 'undone_at = ?', some.oneOf([null, anyTime(some)])),
  'a reason': (some) => inUsage(some, 'reason = ?', some.oneOf([null, 'a', 'b'])),
  'a balance': (some) => inPackages('remaining_sessions = ?', some.between(0, 9)),
  'an end': (some) => inPackages('expires_at = ?', some.oneOf([null, anyTime(some)])),
  'a rate type': (some) => inPackages('rate_type = ?', some.oneOf(['package', 'monthly'])),
  'an approval': (some) => inPackages('coach_approval = ?', some.oneOf(['pending', 'approved'])),
  'a right that goes or comes': (some) =>
    studio.sql('UPDATE coach_member_list SET status = ? WHERE member_id = ? AND coach_id = ?', [
      some.oneOf(['disconnected', 'active']),
      tom.id,
      some.oneOf([ana, ben]).id,
    ]),
  'the name of a coach': (some) =>
    studio.sql('UPDATE `user` SET fname = ? WHERE id = ?', [some.oneOf(['Eva', 'Ivo']), ana.id]),
  'a row of the log': (some) =>
    studio.sql(
      `INSERT INTO admin_activity_log (action, details, member_id, coach_id, created_at)
       VALUES ('old', 'by PHP', ?, ?, ?)`,
      [tom.id, ana.id, anyTime(some)],
    ),
  'a row of the log in place': (some) =>
    studio.sql('UPDATE admin_activity_log SET reason = ? WHERE member_id = ?', [
      some.oneOf(['a', 'b']),
      tom.id,
    ]),
};

const later = async (time: Parameters<Studio['clock']['advance']>[0]) => {
  studio.clock.advance(time);
  return Promise.resolve();
};

const TIME: Record<string, Step> = {
  'a second': () => later({ seconds: 1 }),
  hours: (some) => later({ hours: some.between(1, 14) }),
  days: (some) => later({ days: some.between(1, 4) }),
};

const STEPS_BY_NAME = Object.entries({ ...OURS, ...BESIDE_US, ...TIME });

/** What differs between two refusals of the same request. */
const sameOf = ({ status, body }: Answer) => ({ status, code: (body as { code?: string }).code });

async function check({ person, path, known }: Read): Promise<number> {
  const api = studio.api.as(person);
  const plain = await api.get(path);
  let falseNews = 0;
  for (const [etag, text] of known) {
    const asked = await api.get(path, { headers: { 'If-None-Match': etag } });
    if (plain.status !== 200) {
      expect(sameOf(asked)).toEqual(sameOf(plain));
    } else if (asked.status === 304) {
      expect(plain.text).toBe(text);
      expect(asked).toMatchObject({ text: '' });
      expect(asked.headers.get('etag')).toBe(etag);
    } else {
      expect(asked).toMatchObject({ status: 200, text: plain.text });
      falseNews += text === plain.text ? 1 : 0;
    }
  }
  if (plain.status === 200) {
    const etag = plain.headers.get('etag') ?? '';
    expect(known.get(etag) ?? plain.text).toBe(plain.text);
    known.set(etag, plain.text);
    const [oldest] = known.keys();
    if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  }
  return falseNews;
}

it(
  'nothing is called unchanged that has changed, whoever changed it',
  async () => {
    const some = chance(seedFor('unchanged-random'));
    let falseNews = 0;
    for (let n = 0; n < STEPS; n += 1) {
      const [name, step] = some.oneOf(STEPS_BY_NAME);
      await step(some);
      for (const read of reads) {
        const { person, path } = read;
        try {
          falseNews += await check(read);
        } catch (error) {
          throw new Error(`${path} as ${person.role}, after "${name}"`, { cause: error });
        }
      }
    }
    // What is the same is not sent again: the ETag is of the answer, not of what it is made of.
    expect(falseNews).toBe(0);
  },
  SIZED_TIMEOUT_MS,
);
