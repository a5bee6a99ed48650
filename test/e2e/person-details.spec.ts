import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PersonNames } from '../../src/auth/person-names.service.js';
import type { Api, TestPerson } from '../support/api.js';
import { expectInvalid, logged } from '../support/expectations.js';
import '../support/matchers.js';
import { signedIn } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

const PHONE = '+49 (0) 170 123-4567 ext. 9';
const NOTE = 'Left knee: no jumps.\nPays by "transfer" 🏋️';

/* Phone numbers and notes: who enters them, who reads them, and who finds somebody by them. */

let studio: Studio;
let admin: Api;
let staff: Api;
let ana: TestPerson;

beforeAll(async () => {
  studio = await openStudio();
  admin = (await signedIn(studio, await studio.given.admin())).api;
  staff = studio.api.as(await studio.given.staff());
  ana = await studio.given.coach('Ana Silva');
});
afterAll(() => studio.close());

async function created(body: object = {}): Promise<{ id: number }> {
  const {
    status,
    text,
    body: member,
  } = await staff.post('/members', { firstName: 'Tom', ...body });
  expect(status, text).toBe(201);
  return { id: member.id as number };
}

describe('a phone number and a note', () => {
  it('are entered with a new member, and read by the desk and the member’s coaches', async () => {
    const input = { firstName: 'Una', phone: ` ${PHONE}\u202c`, note: NOTE.replace('\n', '\r\n') };
    const { answer, rows } = await logged(studio, () => staff.post('/members', input));
    const detail = { phone: PHONE, note: NOTE };
    expect([answer.status, answer.body]).toMatchObject([201, detail]);
    expect(rows).toMatchObject([{ after: { firstName: 'Una', phone: PHONE, note: 'added' } }]);
    const member = { id: answer.body.id as number };
    await studio.given.package(member, { coach: ana, remaining: 3 });
    for (const api of [admin, staff, studio.api.as(ana)]) {
      expect((await api.member(member)).body).toMatchObject(detail);
    }
    expect((await admin.get(`/people/${member.id}`)).body).toMatchObject(detail);
    const ben = studio.api.as(await studio.given.coach());
    expect(await ben.member(member)).toBeProblem('not_your_member');
  });

  it('stand in no list, and members read their own number and no note', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 2 });
    await staff.patch(`/members/${tom.id}`, { phone: PHONE, note: NOTE });
    const own = await studio.api.as(tom).member(tom);
    expect(own.body).toMatchObject({ id: tom.id, phone: PHONE });
    const urls = ['/members', '/people', '/coaches', '/members?search=0170', '/overview'];
    const lists = await Promise.all(urls.map((url) => admin.get(url)));
    const ofAna = await studio.api.as(ana).get('/members?search=4567');
    const others = ['', '/packages', '/sessions'].map((path) => `/members/${tom.id}${path}`);
    const byTom = await Promise.all(others.map((url) => studio.api.as(tom).get(url)));
    for (const { status, text } of [...lists, ofAna, ...byTom]) {
      expect(status).toBe(200);
      expect(text).not.toContain('knee');
      expect(text).not.toContain('"note"');
    }
    for (const { text } of [...lists, ofAna]) expect(text).not.toContain('"phone"');
  });

  it('are changed where they are named, and the log has no word of a note', async () => {
    const tom = await created({ phone: '12345', note: 'Allergic to dust' });
    const change = (body: object) => logged(studio, () => staff.patch(`/members/${tom.id}`, body));
    const renamed = await change({ firstName: 'Tim' });
    expect(renamed.answer.body).toMatchObject({ phone: '12345', note: 'Allergic to dust' });
    expect(renamed.rows[0]?.after).not.toHaveProperty('phone');
    const moved = await change({ phone: '23456' });
    expect(moved.rows).toMatchObject([
      { action: 'member.changed', before: { phone: '12345' }, after: { phone: '23456' } },
    ]);
    expect(moved.rows[0]?.after).not.toHaveProperty('note');
    const noted = await change({ note: 'Allergic to cats' });
    expect(noted.rows).toMatchObject([{ after: { note: 'changed' } }]);
    const same = await change({ note: 'Allergic to cats', phone: '23456' });
    expect([same.answer.status, same.rows]).toEqual([200, []]);
    const away = await change({ note: null, phone: null });
    expect(away.answer.body).toMatchObject({ phone: null, note: null });
    expect(away.rows).toMatchObject([{ after: { note: 'removed', phone: null } }]);
    const [log] = await studio.sql<{ n: number | string }>(
      `SELECT COUNT(*) AS n FROM admin_activity_log
        WHERE \`after\` LIKE '%llergic%' OR \`before\` LIKE '%llergic%'`,
    );
    expect(Number(log?.n)).toBe(0);
    const [row] = await studio.sql('SELECT * FROM coach_person_detail WHERE user_id = ?', [tom.id]);
    expect(row).toMatchObject({ phone: null, note: null });
  });

  it('are of people of any role, where admins enter them', async () => {
    const input = { firstName: 'Eve', role: 'coach', email: 'eve@details.example.com' };
    const { answer, rows } = await logged(studio, () =>
      admin.post('/people', { ...input, phone: '030 123456', note: 'Mondays' }),
    );
    const { person } = answer.body as { person: { id: number } };
    expect(person).toMatchObject({ phone: '030 123456', note: 'Mondays' });
    expect(rows).toMatchObject([{ after: { phone: '030 123456', note: 'added', role: 'coach' } }]);
    const changed = await logged(studio, () =>
      admin.patch(`/people/${person.id}`, { note: 'Tuesdays', lastName: 'Ray' }),
    );
    expect(changed.answer.body).toMatchObject({ note: 'Tuesdays', phone: '030 123456' });
    const { id: userId } = person;
    expect(changed.rows).toMatchObject([
      { action: 'person.changed', before: { userId }, after: { userId, note: 'changed' } },
    ]);
    const noted = await logged(studio, () => admin.patch(`/people/${userId}`, { note: null }));
    expect(noted.rows).toMatchObject([{ after: { userId, note: 'removed' } }]);
    const same = await logged(studio, () => admin.patch(`/people/${userId}`, { note: null }));
    expect([same.answer.status, same.rows]).toEqual([200, []]);
  });

  it.each([
    ['phone', { phone: '1234' }],
    ['phone', { phone: '' }],
    ['phone', { phone: 12345 }],
    ['phone', { phone: '0170 1234567 mobile' }],
    ['phone', { phone: '1'.repeat(41) }],
    ['note', { note: '' }],
    ['note', { note: '🏋'.repeat(501) }],
    ['note', { note: 'a\u0000b' }],
  ])('are refused where the %s is none: %j', async (field, body) => {
    const tom = await created();
    await expectInvalid(studio, field, () => staff.patch(`/members/${tom.id}`, body));
    await expectInvalid(studio, field, () => admin.patch(`/people/${tom.id}`, body));
  });

  it('are as long as they may be', async () => {
    const detail = { phone: '1'.repeat(40), note: '🏋'.repeat(500) };
    expect((await admin.member(await created(detail))).body).toMatchObject(detail);
  });

  it('are told to coaches in the log: that there is another number, and not which', async () => {
    const tom = await studio.given.member({ coach: ana, remaining: 2 });
    await staff.patch(`/members/${tom.id}`, { phone: '0171 555', note: 'Secret' });
    const { body, text } = await studio.api.as(ana).get(`/activity?memberId=${tom.id}`);
    expect(body.data[0]).toMatchObject({ action: 'member.changed', hidden: ['phone'] });
    expect(text).not.toContain('0171 555');
    expect((await staff.get(`/activity?memberId=${tom.id}`)).text).toContain('0171 555');
  });
});

describe('people are found by a phone number', () => {
  const found = async (api: Api, list: string, search: string) => {
    const { body } = await api.get(`/${list}?search=${encodeURIComponent(search)}`);
    return (body as { data: { id: number }[] }).data.map(({ id }) => id);
  };

  it('that begins or ends with the digits, in every list alike', async () => {
    const abroad = await created({ firstName: 'Abby', phone: '+49 160 7654321' });
    const local = await created({ firstName: 'Lou', phone: '0160/7654322' });
    await studio.given.package(abroad, { coach: ana, remaining: 1 });
    const expected: [string, { id: number }[]][] = [
      ['0160 765', [abroad, local]],
      ['+49 160-76', [abroad, local]],
      ['01607654321', [abroad]],
      ['0049 160 7654322', [local]],
      ['4321', [abroad]],
      ['54322', [local]],
      ['76543', []],
      ['0160 lou', []],
    ];
    for (const [search, people] of expected) {
      const ids = people.map(({ id }) => id);
      for (const list of ['members', 'people']) {
        expect(await found(admin, list, search), `${list}: ${search}`).toEqual(ids);
      }
    }
    expect(await found(studio.api.as(ana), 'members', '0160765')).toEqual([abroad.id]);
  });

  it('as long as it is theirs, whatever else changes', async () => {
    const tom = await created({ phone: '0155 900800' });
    const ids = async (search: string) => [
      await found(admin, 'members', search),
      await found(admin, 'people', search),
    ];
    const names = studio.app.get(PersonNames);
    const follow = () => names.followPhp(() => false);
    await admin.patch(`/members/${tom.id}`, { lastName: 'Renamed' });
    await follow();
    expect(await ids('900800')).toEqual([[tom.id], [tom.id]]);
    await studio.sql('UPDATE `user` SET lname = ? WHERE id = ?', ['By PHP', tom.id]);
    await follow();
    expect(await ids('900800')).toEqual([[tom.id], [tom.id]]);
    await admin.patch(`/members/${tom.id}`, { phone: '0155 900801' });
    expect(await ids('900800')).toEqual([[], []]);
    expect(await ids('0155900801')).toEqual([[tom.id], [tom.id]]);
    await admin.patch(`/people/${tom.id}`, { phone: null });
    expect(await ids('0155')).toEqual([[], []]);
    expect(await found(admin, 'members', 'renamed')).toEqual([]);
    expect(await found(admin, 'members', 'php')).toEqual([tom.id]);
  });

  it('after names are names, and addresses addresses', async () => {
    const [phone, address, name] = [
      await created({ firstName: 'Pat', phone: '0440 123456' }),
      await created({ firstName: 'Ada', email: '0440@example.com' }),
      await created({ firstName: '0440' }),
    ];
    const expected = [name.id, address.id, phone.id];
    for (const list of ['members', 'people'])
      expect(await found(admin, list, '0440')).toEqual(expected);
  });

  it('no more, and have no note, once PHP has deleted them', async () => {
    const tom = await created({ phone: '0199 700700', note: 'Gone' });
    await studio.sql('DELETE FROM `user` WHERE id = ?', [tom.id]);
    await studio.app.get(PersonNames).followPhp(() => false);
    const of = (table: string) =>
      studio.sql(`SELECT user_id FROM ${table} WHERE user_id = ?`, [tom.id]);
    expect(await of('coach_person_detail')).toEqual([]);
    expect(await of('coach_person_name')).toEqual([]);
  });

  it('of somebody who was never folded, where the number is there already', async () => {
    const eve = await studio.given.member({ name: 'Eve Early' });
    await admin.patch(`/members/${eve.id}`, { phone: '0188 600600' });
    expect(await found(admin, 'members', '600600')).toEqual([eve.id]);
    expect(await found(admin, 'members', 'early')).toEqual([eve.id]);
  });
});
