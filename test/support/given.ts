import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DAY_MS } from '../../src/common/durations.js';
import { Config } from '../../src/config/config.js';
import { type Role, USER_TYPE_IDS } from '../../src/common/actor.js';
import { PhpAccounts } from '../../src/database/php-accounts.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { PackageDto } from '../../src/packages/dto/package.dto.js';
import type { Api, TestPerson } from './api.js';
import type { Sql } from './sql.js';
import type { TestClock } from './test-clock.js';

export interface GivenPackage {
  readonly coach: Pick<TestPerson, 'id'>;
  readonly remaining?: number;
  readonly rateType?: 'package' | 'monthly' | 'per_session';
  /** Days from now until it expires; negative ones are waited for. */
  readonly expiresInDays?: number;
  readonly approvals?: { coach?: string; staff?: string };
}

/** A member with the first package that was given. */
export interface GivenMember extends TestPerson {
  readonly packageId: number;
}

/** The people and packages that a test starts from. */
export class Given {
  private count = 0;
  private adminPromise?: Promise<TestPerson>;
  private needsApproval?: Promise<boolean>;

  constructor(
    private readonly app: NestFastifyApplication,
    private readonly api: Api,
    private readonly clock: TestClock,
    private readonly sql: Sql,
  ) {}

  coach(name?: string): Promise<TestPerson> {
    return this.person('coach', name);
  }

  staff(): Promise<TestPerson> {
    return this.person('staff');
  }

  admin(): Promise<TestPerson> {
    return (this.adminPromise ??= this.person('admin'));
  }

  /** A person of a role, who cannot sign in by password unless a hash is given. */
  async person(role: Role, name?: string, passwordHash = '!'): Promise<TestPerson> {
    this.count += 1;
    const [firstName = '', lastName = ''] = (name ?? `${role}${this.count} Test`).split(' ');
    const email = `${role}.${this.count}.${process.hrtime.bigint()}@example.com`;
    await this.sql(
      'INSERT INTO `user` (user_type_id, email, password, fname, lname) VALUES (?, ?, ?, ?, ?)',
      [USER_TYPE_IDS[role], email, passwordHash, firstName, lastName],
    );
    if (await (this.needsApproval ??= this.looksForApproval())) {
      await this.sql("UPDATE `user` SET account_status = 'approved' WHERE email = ?", [email]);
    }
    const rows = await this.sql<{ id: number }>('SELECT id FROM `user` WHERE email = ?', [email]);
    return { id: rows[0]?.id ?? 0, role, email, name: `${firstName} ${lastName}` };
  }

  /** Whether PHP keeps out whom nobody has approved. */
  private looksForApproval(): Promise<boolean> {
    const accounts = this.app.get(PhpAccounts);
    return this.app.get(UnitOfWork).read((tx) => accounts.needsApproval(tx));
  }

  /** A member, with a package of `remaining` sessions where a coach is named. */
  async member(options: Partial<GivenPackage> & { name?: string } = {}): Promise<GivenMember> {
    const member = await this.person('member', options.name);
    const { coach } = options;
    if (!coach) return { ...member, packageId: 0 };
    const one = await this.package(member, { remaining: 10, ...options, coach });
    return { ...member, packageId: one.id };
  }

  /** A package that an admin grants through the API. */
  async package(member: { id: number }, options: GivenPackage): Promise<PackageDto> {
    const { coach, remaining, rateType = 'package', expiresInDays, approvals } = options;
    const expiresAt =
      expiresInDays === undefined
        ? undefined
        : new Date(this.clock.now().getTime() + expiresInDays * DAY_MS).toISOString();
    const isCounted = this.app.get(Config).countedRateTypes.includes(rateType);
    const unsaid = rateType === 'package' ? 1 : null;
    const admin = this.api.as(await this.admin());
    const answer = await admin.post(`/members/${member.id}/packages`, {
      coachId: coach.id,
      rateType,
      ...(isCounted ? { sessions: remaining === 0 ? 1 : (remaining ?? unsaid) } : {}),
      ...(expiresAt ? { expiresAt } : {}),
      ...(approvals ? { approvals } : {}),
    });
    if (answer.status !== 201) throw new Error(`given.package: ${answer.text}`);
    if (remaining === 0 && isCounted) {
      const emptied = await admin.adjust(member, {
        packageId: answer.body.id,
        adjustment: -1,
        reason: 'starts empty',
      });
      return emptied.body.package;
    }
    return answer.body;
  }
}
