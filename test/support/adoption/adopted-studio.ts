import { ReconciliationRun } from '../../../src/packages/reconciliation-run.service.js';
import { VerifyService } from '../../../src/verify/verify.service.js';
import type { Api, TestPerson } from '../api.js';
import { migrate } from '../sql.js';
import { openStudio, type Studio } from '../studio.js';
import { createLegacyDatabase, type LegacyDatabase } from './legacy-database.js';
import { Php } from './php.js';

/** Two days after the legacy system's last usage, at noon. */
export const ADOPTED_AT = '2026-03-12T12:00:00Z';
export const TODAY = '2026-03-12';

/** A member whose only package was taken over, with the coach of it. */
export interface AdoptedMember {
  readonly id: number;
  readonly packageId: number;
  readonly remaining: number;
  readonly coach: Pick<TestPerson, 'id' | 'role'>;
}

/** A legacy database that was taken over, the product on it, and PHP beside it. */
export interface AdoptedStudio extends Studio {
  readonly php: Php;
  /** Another member at each call. */
  nextMember(): AdoptedMember;
  coachOf(member: AdoptedMember): Api;
  /** What `npm run verify` says: its lines of violations, and of what is to be looked at. */
  verify(): Promise<{ holds: boolean; violations: string[]; toLookAt: string[] }>;
  /** What `npm run verify -- --book-external` does first; how many entries it made. */
  reconcileAll(): Promise<number>;
}

/** Takes a database over, a new one unless one is given, and closes its connection. */
export async function openAdoptedStudio(
  env: Record<string, string> = {},
  database?: LegacyDatabase,
): Promise<AdoptedStudio> {
  const legacy = database ?? (await createLegacyDatabase('plain'));
  const members = await membersOf(legacy.query);
  await legacy.close();
  await migrate(legacy.url);
  const studio = await openStudio({ databaseUrl: legacy.url, now: ADOPTED_AT, env });
  const php = await Php.connect(legacy.url, ADOPTED_AT);
  return {
    ...studio,
    php,
    nextMember: () => {
      const member = members.shift();
      if (!member) throw new Error('no member is left');
      return member;
    },
    coachOf: ({ coach }) => studio.api.as(coach),
    verify: async () => {
      const { holds, text } = await studio.app.get(VerifyService).verify();
      const [laws = '', notes = ''] = text.split('To look at:\n');
      const lines = (part: string) => part.split('\n').filter((line) => line.startsWith('  '));
      return { holds, violations: lines(laws), toLookAt: lines(notes) };
    },
    reconcileAll: () => studio.app.get(ReconciliationRun).reconcileAll(),
    close: async () => {
      await php.close();
      await studio.close();
    },
  };
}

/** Members with one running package of five sessions or more. */
export async function membersOf(query: LegacyDatabase['query']): Promise<AdoptedMember[]> {
  const rows = await query<{ id: number; packageId: number; remaining: number; coachId: number }>(
    `SELECT p.member_id AS id, p.id AS packageId, p.coach_id AS coachId,
            p.remaining_sessions AS remaining
       FROM coach_member_list p JOIN user u ON u.id = p.member_id
      WHERE p.rate_type = 'package' AND p.status = 'active' AND p.coach_approval = 'approved'
        AND p.staff_approval = 'approved' AND p.remaining_sessions >= 5
        AND (SELECT COUNT(*) FROM coach_member_list o WHERE o.member_id = p.member_id) = 1
      ORDER BY p.id`,
  );
  return rows.map(({ coachId, ...row }) => ({ ...row, coach: { id: coachId, role: 'coach' } }));
}

/** What the log says that the legacy system did to a package: `action before>after`, a code. */
export async function legacyActivities(studio: Studio, packageId: number): Promise<string[]> {
  const admin = studio.api.as(await studio.given.admin());
  const { body } = await admin.activity(`?packageId=${packageId}&limit=100`);
  const rows = body.data as {
    id: number;
    action: string;
    actor: { role: string };
    code: string | null;
    before: { remaining: number | null };
    after: { remaining: number | null };
  }[];
  return rows
    .filter(({ actor }) => actor.role === 'legacy')
    .toSorted((a, b) => a.id - b.id)
    .map(({ action, before, after, code }) => {
      return `${action} ${before.remaining}>${after.remaining}${code ? ` ${code}` : ''}`;
    });
}

/** What the API shows of a member since the take-over, oldest first: `kind amount=balance`. */
export async function historyOf(studio: Studio, member: { id: number }): Promise<string[]> {
  const admin = studio.api.as(await studio.given.admin());
  const { body } = await admin.history(member, `?from=${TODAY}&limit=100`);
  const rows = body.data as { kind: string; amount: number; balanceAfter: number | null }[];
  return rows
    .toReversed()
    .map(({ kind, amount, balanceAfter }) => `${kind} ${amount}=${balanceAfter}`);
}
