import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestPerson } from '../support/api.js';
import { expectInvalid } from '../support/expectations.js';
import type { GivenMember } from '../support/given.js';
import { linesText } from '../support/history-lines.js';
import { openStudio, type Studio } from '../support/studio.js';
import { withSending } from '../support/traffic.js';

const TUESDAY_NOON = '2026-03-10T12:00:00Z';

describe('the lines of a history', () => {
  let studio: Studio;
  let ana: TestPerson;

  beforeAll(async () => {
    studio = await openStudio();
    ana = await studio.given.coach('Ana Silva');
  });
  beforeEach(() => studio.clock.set(TUESDAY_NOON));
  afterAll(() => studio.close());

  const at = (time: string) => studio.clock.set(`2026-03-11T${time}:00Z`);

  /** Sold with 2; used by start and by hand; the older one given back, then a correction. */
  async function tomsLines() {
    const { api, given } = studio;
    const tom = await given.member({ coach: ana, remaining: 2, name: 'Tom Baker' });
    at('08:00');
    const { usage } = (await api.as(tom).startWorkout(tom)).body;
    at('09:00');
    await api.as(ana).addUsage(tom, { usageDate: '2026-03-09' });
    at('10:00');
    await api.as(ana).undo(tom, usage.id, { reason: 'Only said hello' });
    at('11:00');
    await api.as(ana).adjust(tom, { adjustment: 3, reason: 'A present' });
    return { tom, undone: usage.id as number };
  }
  const TOMS = [
    '11:00 adjustment +3 = 4',
    '10:00 automatic undone +1 = 1',
    '09:00 manual -1 = 0',
    '08:00 automatic -1 = -',
    '12:00 grant +2 = 2',
  ];

  it('are empty where nothing was ever sold', async () => {
    const tom = await studio.given.member();
    const { status, body } = await studio.api.as(tom).lines(tom);
    expect({ status, body }).toEqual({ status: 200, body: { data: [], nextCursor: null } });
  });

  it('hold an undo where it happened, and no balance at what was undone', async () => {
    const { tom, undone } = await tomsLines();
    const { data, nextCursor } = (await studio.api.as(tom).lines(tom)).body;
    expect(linesText(data)).toEqual(TOMS);
    expect(nextCursor).toBeNull();
    const rows = (await studio.api.as(tom).history(tom)).body.data;
    const row = rows.find(({ id }: { id: number }) => id === undone);
    expect(row.undone).toMatchObject({ by: { name: 'Ana Silva' }, reason: 'Only said hello' });
    const of = { amount: -1, balanceAfter: null, usage: row };
    expect(data[3]).toEqual({ line: 'made', at: '2026-03-11T08:00:00.000Z', ...of });
    const back = { amount: 1, balanceAfter: 1, usage: row };
    expect(data[1]).toEqual({ line: 'undone', at: '2026-03-11T10:00:00.000Z', ...back });
  });

  it('stand as they are on pages of any size', async () => {
    const { tom } = await tomsLines();
    for (const limit of [1, 2, 3, 4, 5]) {
      const found: string[] = [];
      let next = '';
      do {
        const { body } = await studio.api.as(ana).lines(tom, `?limit=${limit}${next}`);
        found.push(...linesText(body.data));
        next = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
      } while (next !== '');
      expect(found).toEqual(TOMS);
    }
  });

  it('go on where the reader was, whatever is undone meanwhile', async () => {
    const { tom } = await tomsLines();
    const coach = studio.api.as(ana);
    const first = (await coach.lines(tom, '?limit=2')).body;
    const manual = (await coach.lines(tom, '?kind=manual')).body.data[0].usage;
    at('12:00');
    await coach.undo(tom, manual.id);
    const rest = (await coach.lines(tom, `?limit=9&cursor=${first.nextCursor}`)).body;
    expect(linesText(rest.data)).toEqual(['09:00 manual -1 = -', ...TOMS.slice(3)]);
  });

  it('of one second add up, on pages too', async () => {
    const { api, given } = studio;
    const tom = await given.member({ coach: ana, remaining: 3 });
    const first = (await api.as(ana).addUsage(tom, { usageDate: '2026-03-01' })).body.usage;
    const second = (await api.as(ana).addUsage(tom, { usageDate: '2026-03-02' })).body.usage;
    await api.as(ana).undo(tom, second.id);
    await api.as(ana).undo(tom, first.id);
    const expected = [
      '12:00 manual undone +1 = 3',
      '12:00 manual -1 = -',
      '12:00 manual undone +1 = 3',
      '12:00 manual -1 = -',
      '12:00 grant +3 = 3',
    ];
    expect(linesText((await api.as(ana).lines(tom)).body.data)).toEqual(expected);
    const pages: unknown[] = [];
    for (let next = ''; ;) {
      const { body } = await api.as(ana).lines(tom, `?limit=1${next}`);
      pages.push(...body.data);
      if (body.nextCursor === null) break;
      next = `&cursor=${body.nextCursor}`;
    }
    expect(linesText(pages as never)).toEqual(expected);
  });

  it('are those of the rows that a filter asks for, with their balances', async () => {
    const { tom } = await tomsLines();
    const list = async (query: string) =>
      linesText((await studio.api.as(ana).lines(tom, query)).body.data);
    expect(await list('?kind=automatic')).toEqual([TOMS[1], TOMS[3]]);
    expect(await list('?kind=grant')).toEqual([TOMS[4]]);
    expect(await list('?includeUndone=false')).toEqual([TOMS[0], TOMS[2], TOMS[4]]);
    expect(await list('?to=2026-03-10')).toEqual([TOMS[2], TOMS[4]]);
    expect(await list('?from=2026-03-11')).toEqual([TOMS[0], TOMS[1], TOMS[3]]);
    expect(await list('?from=2026-03-12')).toEqual([]);
  });

  it('count each package by itself, and nothing where nothing is counted', async () => {
    const { api, given } = studio;
    const tom = await given.member({ coach: ana, remaining: 5 });
    const ben = await given.coach('Ben');
    const other = await given.package(tom, { coach: ben, remaining: 8 });
    await given.package(tom, { coach: ben, rateType: 'monthly' });
    at('08:00');
    await api.as(ana).startWorkout(tom);
    at('09:00');
    await api.as(ben).adjust(tom, { adjustment: -2, reason: 'as agreed', packageId: other.id });
    const texts = linesText((await api.as(tom).lines(tom)).body.data);
    expect(texts.slice(0, 2)).toEqual(['09:00 adjustment -2 = 6', '08:00 automatic -1 = 4']);
    const seen = linesText((await api.as(ben).lines(tom)).body.data);
    expect(seen).toEqual(['09:00 adjustment -2 = 6', '12:00 grant +8 = 8']);
  });

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each([
    ['one of the sessions', encode(['2026-03-10 12:00:00.000', 1])],
    ['wrong types', encode(['2026-03-10 12:00:00.000', 1, 1])],
    ['what is no instant', encode(['zzz', 1, 'made'])],
  ])('begin at no cursor made of %s', async (_, cursor) => {
    const tom = await studio.given.member({ coach: ana });
    await expectInvalid(studio, 'cursor', () => studio.api.as(tom).lines(tom, `?cursor=${cursor}`));
  });

  it('are read as of one moment where a package changes while they are read', async () => {
    const { tom } = await tomsLines();
    let isChanged = false;
    let text: string[] = [];
    const read = async () => {
      text = linesText((await studio.api.as(ana).lines(tom, '?limit=2')).body.data);
    };
    await withSending(studio, read, async (send, statements) => {
      const isRead = statements.some(({ sql }) => sql.includes('coach_usage_history'));
      if (isRead && !isChanged) {
        isChanged = true;
        // As another process takes a session, between the first statement and the second.
        const counts = statements.findIndex(({ sql }) => sql.includes('hasUnreconciledUsages'));
        const first = await send(statements.slice(0, counts + 1));
        await takesSession(tom);
        return [...first, ...(await send(statements.slice(counts + 1)))];
      }
      return send(statements);
    });
    expect(text).toEqual(['12:00 manual -1 = 3', TOMS[0]]);
  });

  async function takesSession({ id, packageId }: GivenMember): Promise<void> {
    await studio.sql(
      `INSERT INTO coach_usage_history (coach_member_id, member_id, coach_id, usage_date,
         created_at, adjustment_type, balance_after, active_slot)
       VALUES (?, ?, ?, '2026-03-01', '2026-03-11 12:00:00', 'manual', 3, 1)`,
      [packageId, id, ana.id],
    );
    await studio.sql(
      `UPDATE coach_member_list SET remaining_sessions = 3, booked_sessions = 3,
         version = version + 1 WHERE id = ?`,
      [packageId],
    );
  }

  it('are for whom the rows are', async () => {
    const { api, given } = studio;
    const { tom } = await tomsLines();
    for (const stranger of [await given.coach(), await given.member()]) {
      expect(await api.as(stranger).lines(tom)).toBeProblem('not_your_member');
    }
    expect(await api.as(await given.staff()).lines({ id: 999_999 })).toBeProblem(
      'member_not_found',
    );
  });
});
