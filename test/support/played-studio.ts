import { Passwords } from '../../src/auth/passwords.service.js';
import type { Answer, TestPerson } from './api.js';
import type { GivenMember } from './given.js';
import { signedIn } from './sign-ins.js';
import { openStudio, type Studio, type StudioOptions } from './studio.js';

const PASSWORD = 'correct horse battery';
const MEMBERS = 4;

/** What people do in a studio within some days: each kind of activity, done and refused. */
export async function openPlayedStudio(options: StudioOptions = {}): Promise<Studio> {
  const studio = await openStudio(options);
  const hash = await studio.app.get(Passwords).hash(PASSWORD);
  const ana = await studio.given.person('coach', 'Ana Silva', hash);
  const ben = await studio.given.coach('Ben Roth');
  const staff = await studio.given.staff();
  for (let n = 0; n < MEMBERS; n += 1) {
    const tom = await studio.given.member({ coach: ana, remaining: 6, expiresInDays: 60 });
    await train(studio, tom, { ana, staff });
    await changeTerms(studio, tom, { ana, ben, staff });
  }
  await workAtTheDesk(studio, ana, staff);
  return studio;
}

interface People {
  readonly ana: TestPerson;
  readonly staff: TestPerson;
}

async function train(studio: Studio, tom: GivenMember, { ana, staff }: People): Promise<void> {
  const coach = studio.api.as(ana);
  const used = await done(
    studio,
    coach.addUsage(tom, { usageDate: '2026-03-08', reason: 'paper' }),
  );
  await done(studio, coach.addUsage(tom, { usageDate: '2026-03-07' }));
  const second = await done(studio, studio.api.as(tom).startWorkout(tom));
  await done(studio, coach.undo(tom, used, { reason: 'was ill' }));
  await done(studio, studio.api.as(staff).undo(tom, second, { reason: 'did not come' }));
  await done(studio, coach.adjust(tom, { adjustment: 2, reason: 'goodwill' }));
  await done(studio, studio.api.as(staff).adjust(tom, { adjustment: -1, reason: 'miscounted' }));
  await refused(coach.undo(tom, used, { reason: 'again' }));
  await refused(coach.adjust(tom, { adjustment: -900, reason: 'too many' }));
}

async function changeTerms(
  studio: Studio,
  tom: GivenMember,
  { ana, ben, staff }: People & { ben: TestPerson },
): Promise<void> {
  const desk = studio.api.as(staff);
  const at = (packageId: number) => `/members/${tom.id}/packages/${packageId}`;
  const more = await studio.given.package(tom, { coach: ben, remaining: 3 });
  const asked = await studio.given.package(tom, {
    coach: ana,
    remaining: 3,
    approvals: { coach: 'pending' },
  });
  await done(studio, desk.patch(at(tom.packageId), { expiresAt: '2026-07-01T10:00:00Z' }));
  await done(studio, desk.patch(at(more.id), { disconnected: true, reason: 'moved away' }));
  await done(studio, desk.patch(at(asked.id), { expiresAt: '2026-08-01T10:00:00Z' }));
  const wait = { packageId: tom.packageId, adjustment: 1, reason: 'for the wait' };
  await done(studio, desk.adjust(tom, wait));
  await refused(studio.api.as(ben).patch(at(tom.packageId), { disconnected: true }));
}

async function workAtTheDesk(studio: Studio, ana: TestPerson, staff: TestPerson): Promise<void> {
  const { api } = studio;
  const email = `tom.${process.hrtime.bigint()}@example.com`;
  const made = await done(
    studio,
    api.as(staff).post('/members', { firstName: 'Tom', lastName: 'Baker', email }),
  );
  await done(studio, api.as(staff).patch(`/members/${made}`, { lastName: 'Smith' }));
  const { body } = await api.post('/auth/login', { email: ana.email, password: PASSWORD });
  const { accessToken, refreshToken } = body as { accessToken: string; refreshToken: string };
  await done(studio, api.withToken(accessToken).post('/auth/confirm', { password: PASSWORD }));
  const renewed = await api.post('/auth/refresh', { refreshToken });
  await done(
    studio,
    api.post('/auth/logout', {
      refreshToken: (renewed.body as { refreshToken: string }).refreshToken,
    }),
  );
  await done(studio, api.as(ana).post('/events/tickets'));
  await refused(api.post('/auth/login', { email: ana.email, password: 'a guess' }));
  const { api: admin } = await signedIn(studio, await studio.given.admin());
  const phone = await done(
    studio,
    admin.post('/auth/device-tokens', { userId: ana.id, label: 'A phone' }),
  );
  await done(studio, admin.request('DELETE', `/auth/device-tokens/${phone}`));
}

/** The id of what was made, if something was. */
async function done(studio: Studio, answer: Promise<Answer>): Promise<number> {
  const { status, body, text } = await answer;
  if (status >= 300) throw new Error(`played studio: ${text}`);
  // Everything at a time of its own.
  studio.clock.advance({ minutes: 7 });
  const made = (body ?? {}) as { id?: number; usage?: { id: number } };
  return made.usage?.id ?? made.id ?? 0;
}

async function refused(answer: Promise<Answer>): Promise<void> {
  const { status, text } = await answer;
  if (status < 400) throw new Error(`played studio: not refused: ${text}`);
}
