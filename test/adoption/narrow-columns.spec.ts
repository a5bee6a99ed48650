import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import { createLegacyDatabase, type LegacyDatabase } from '../support/adoption/legacy-database.js';
import type { Api, TestPerson } from '../support/api.js';
import { captureLog } from '../support/captured-log.js';
import type { GivenMember } from '../support/given.js';
import '../support/matchers.js';
import { OldApp, PAGE } from '../support/old-app.js';
import { expectInvalid } from '../support/old-app-changes.js';
import { migrate } from '../support/sql.js';
import { signedIn } from '../support/sign-ins.js';
import { openStudio, type Studio } from '../support/studio.js';

interface FieldError {
  readonly pointer: string;
  readonly message: string;
  readonly letters?: string[];
  readonly maxLength?: number;
}

/** An adopted database keeps PHP's columns: their letters, their lengths, their numbers. */
describe('what a column of PHP cannot hold', () => {
  let legacy: LegacyDatabase;
  let studio: Studio;
  let admin: Api;
  let ana: TestPerson;
  let tom: GivenMember;
  let log: ReturnType<typeof captureLog>;

  beforeAll(async () => {
    legacy = await createLegacyDatabase('plain', 200);
    await migrate(legacy.url);
    studio = await openStudio({ databaseUrl: legacy.url, env: { LOG_LEVEL: 'warn' } });
    log = captureLog(studio);
    admin = (await signedIn(studio, await studio.given.admin())).api;
    ana = await studio.given.coach();
    tom = await studio.given.member({ coach: ana });
    // Only whom PHP has approved may have a device token.
    await studio.sql("UPDATE user SET account_status = 'approved'");
  });
  afterAll(async () => {
    await studio.close();
    await legacy.close();
  });

  let people = 0;
  const NAMES = { firstName: 'Lukas', lastName: 'Nguyen' };
  const person = (more: object = {}) => {
    people += 1;
    return { ...NAMES, email: `person.${people}@example.com`, ...more };
  };
  const errorsOf = (answer: { body: { errors?: FieldError[] } }) =>
    (answer.body.errors ?? []).map(({ pointer, letters, maxLength }) => ({
      pointer,
      ...(letters ? { letters } : {}),
      ...(maxLength === undefined ? {} : { maxLength }),
    }));

  it('is said of each field, with the letters', async () => {
    const answer = await admin.post(
      '/members',
      person({ firstName: 'Łukasz', lastName: 'Nguyễn Dvořák', email: 'ł.nguyễn@example.com' }),
    );
    expect(answer).toBeProblem('validation_failed');
    expect(errorsOf(answer)).toEqual([
      { pointer: '/firstName', letters: ['Ł'] },
      { pointer: '/lastName', letters: ['ễ', 'ř'] },
      { pointer: '/email', letters: ['ł', 'ễ'] },
    ]);
    const [first] = answer.body.errors as FieldError[];
    expect(first?.message).toBe('firstName holds letters that this database cannot keep: Ł');
    expect(answer.body.detail).toBe(first?.message);
  });

  it.each([
    ['Dvořák', ['ř']],
    ['Şule', ['Ş']],
    ['王小明', ['王', '小', '明']],
    ['Anna 🎁', ['🎁']],
    // Seen as one, although it is five signs, two of which cannot be seen.
    ['Family 👨‍👩‍👧 here', ['👨‍👩‍👧']],
    ['🇩🇪🇵🇱', ['🇩🇪', '🇵🇱']],
    ['👍🏽?', ['👍🏽']],
    ['Ελένη', ['Ε', 'λ', 'έ', 'ν', 'η']],
    ['Łłódź Łódź', ['Ł', 'ł', 'ź']],
    // An accent of its own, on a letter that has none like it.
    ['Q\u0301ueen', ['Q\u0301']],
    ['абвгдежзийклмноп', [...'абвгдежзий']],
  ])('has its letters named: %s', async (lastName, letters) => {
    const answer = await admin.post('/members', person({ lastName }));
    expect(answer).toBeProblem('validation_failed');
    expect(errorsOf(answer)).toEqual([{ pointer: '/lastName', letters }]);
  });

  it.each([
    ['Renée Zuñiga'],
    ['Größe'],
    // What Windows adds to latin1 is in the server's, too.
    ['O’Connor–Š€'],
    // Typed with accents of their own.
    ['Jose\u0301 Mu\u0308ller'],
  ])('is not a name such as %s', async (lastName) => {
    const { status, body } = await admin.post('/members', person({ lastName }));
    expect([status, body.lastName]).toEqual([201, lastName.normalize('NFC')]);
  });

  it('is said where a member is changed, and nothing is', async () => {
    const { body: before } = await admin.get(`/members/${tom.id}`);
    const path = `/members/${tom.id}`;
    expect(errorsOf(await admin.patch(path, { lastName: 'Kovač' }))).toEqual([
      { pointer: '/lastName', letters: ['č'] },
    ]);
    expect(errorsOf(await admin.patch(path, { email: 'řehoř@example.com' }))).toEqual([
      { pointer: '/email', letters: ['ř'] },
    ]);
    expect((await admin.get(path)).body).toEqual(before);
  });

  it('may be the length of a text, which is another fault', async () => {
    await legacy.php.query('ALTER TABLE user MODIFY fname varchar(12) NOT NULL');
    const long = 'Maximiliana-Eleonora';
    const answer = await admin.post('/members', person({ firstName: long }));
    expect(errorsOf(answer)).toEqual([{ pointer: '/firstName', maxLength: 12 }]);
    expect(answer.body.detail).toBe('firstName must have at most 12 characters in this database.');
    const both = await admin.post('/members', person({ firstName: `${long} Ł`, lastName: 'Şule' }));
    expect(errorsOf(both)).toEqual([
      { pointer: '/firstName', letters: ['Ł'] },
      { pointer: '/firstName', maxLength: 12 },
      { pointer: '/lastName', letters: ['Ş'] },
    ]);
    await legacy.php.query('ALTER TABLE user MODIFY fname varchar(255) NOT NULL');
  });

  it('is another thing as soon as the column is another', async () => {
    const wide = 'varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL';
    await legacy.php.query(`ALTER TABLE user MODIFY lname ${wide}`);
    const polish = person({ firstName: 'Łukasz', lastName: 'Nguyễn 王 🎁' });
    expect(errorsOf(await admin.post('/members', polish))).toEqual([
      { pointer: '/firstName', letters: ['Ł'] },
    ]);
    await legacy.php.query(`ALTER TABLE user MODIFY fname ${wide}`);
    expect(await admin.post('/members', polish)).toMatchObject({ status: 201, body: polish });
    await legacy.php.query('DELETE FROM user WHERE email = ?', [polish.email]);
    for (const column of ['fname', 'lname']) {
      await legacy.php.query(`ALTER TABLE user MODIFY ${column} varchar(255) NOT NULL`);
    }
  });

  describe('of any other field', () => {
    const NARROW = {
      coach_usage_history: [
        'reason varchar(60) CHARACTER SET latin1',
        'undo_reason varchar(20) CHARACTER SET latin2',
      ],
      admin_activity_log: ['reason tinytext CHARACTER SET utf8mb4'],
      coach_device_token: ['label varchar(100) CHARACTER SET ascii NOT NULL'],
      coach_member_list: ['remaining_sessions tinyint'],
    };

    beforeAll(async () => {
      for (const [table, columns] of Object.entries(NARROW)) {
        for (const column of columns) {
          await legacy.php.query(`ALTER TABLE ${table} MODIFY ${column}`);
        }
      }
    });
    beforeEach(async () => {
      tom = await studio.given.member({ coach: ana });
    });

    it('names the reason of a correction', async () => {
      const reason = `Geschenk 🎁 für Łukasz ${'und Freunde '.repeat(4)}`;
      const answer = await admin.adjust(tom, { adjustment: 1, reason });
      expect(errorsOf(answer)).toEqual([
        { pointer: '/reason', letters: ['🎁', 'Ł'] },
        { pointer: '/reason', maxLength: 60 },
      ]);
      expect(await admin.adjust(tom, { adjustment: 1, reason: 'für Renée' })).toMatchObject({
        status: 200,
      });
    });

    it('names the reason of an undo, by the letters of its own column', async () => {
      const used = await studio.api.as(ana).addUsage(tom);
      const undo = (reason: string) => studio.api.as(ana).undo(tom, used.body.usage.id, { reason });
      expect(errorsOf(await undo('für ñandú'))).toEqual([{ pointer: '/reason', letters: ['ñ'] }]);
    });

    it('names the reason that is too long in bytes, without a number', async () => {
      const reason = 'ü'.repeat(200);
      const path = `/members/${tom.id}/packages/${tom.packageId}`;
      const answer = await admin.patch(path, { disconnected: true, reason });
      expect(errorsOf(answer)).toEqual([{ pointer: '/reason' }]);
      expect(answer.body.detail).toBe('reason is longer than this database can keep.');
    });

    it('names the label of a device', async () => {
      const answer = await admin.post('/auth/device-tokens', {
        userId: ana.id,
        label: 'Ana’s phone',
      });
      expect(errorsOf(answer)).toEqual([{ pointer: '/label', letters: ['’'] }]);
    });

    it('names a number', async () => {
      const sale = { coachId: ana.id, sessions: 200 };
      const sold = await admin.post(`/members/${tom.id}/packages`, sale);
      expect(sold).toBeProblem('validation_failed');
      expect(errorsOf(sold)).toEqual([{ pointer: '/sessions' }]);
      expect(sold.body.detail).toBe('sessions is a number that this database cannot keep.');
      const answer = await admin.adjust(tom, { adjustment: 500, reason: 'Gift' });
      expect(errorsOf(answer)).toEqual([{ pointer: '/adjustment' }]);
    });

    describe('is said to the old app in a sentence, and to the operator in the log', () => {
      const TOO_LARGE = 'adjustment is a number that this database cannot keep.';
      const LETTERS = 'reason holds letters that this database cannot keep: 🎁';
      const corrections: [string, object, string, string, string][] = [
        ['letters', { adjustment: 1, reason: 'Geschenk 🎁' }, LETTERS, 'letters', 'reason'],
        // Not "… adjustment amount are required": it was there.
        ['a number', { adjustment: 500 }, TOO_LARGE, 'range', 'remaining_sessions'],
      ];

      it.each(corrections)('%s', async (_, fields, message, why, column) => {
        log.text = '';
        for (const way of ['post', 'form'] as const) {
          const app = new OldApp(studio.api).as(ana);
          const sent = { member_id: tom.id, ...fields };
          await expectInvalid(studio, message, () => app[way](PAGE, 'adjust-session-count', sent));
        }
        const lines = log.text.split('\n').filter(Boolean);
        const line = { msg: 'a column cannot hold what was sent', why, column };
        expect(lines.map((one) => JSON.parse(one) as object)).toMatchObject([line, line]);
        expect(log.text).not.toContain('Geschenk');
      });
    });

    it('leaves the books as they were', async () => {
      const { text, holds } = await studio.app.get(VerifyService).verify();
      expect(holds, text).toBe(true);
    });
  });

  it('never repeats a password', async () => {
    const sent = { email: 'ř@example.com', password: 'pässwört Ł' };
    const answer = await studio.api.post('/auth/login', sent);
    expect(answer).toBeProblem('sign_in_failed');
    expect(answer.text).not.toContain('Ł');
  });
});
