import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import { SYSTEM } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { DeviceTokensRepository } from './device-tokens.repository.js';
import { DeviceTokens } from './device-tokens.service.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import { SignIns } from './sign-ins.service.js';
import { UsersRepository } from './users.repository.js';

/** People who are looked up with one statement. */
const PEOPLE_AT_ONCE = 500;

/** How many people were signed in, and how many of their device tokens were revoked. */
export interface SignedOut {
  readonly people: number;
  readonly deviceTokens: number;
}

/** Ends sign-ins as an operator does it: of one person, or of everybody. */
@Injectable()
export class SignOuts {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly signIns: SignIns,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly deviceTokens: DeviceTokensRepository,
    private readonly tokens: DeviceTokens,
    private readonly users: UsersRepository,
  ) {}

  /** The ids of the accounts of an e-mail address, capitals or not; PHP may have several. */
  async idsOf(email: string): Promise<number[]> {
    return this.unitOfWork.read((tx) => this.users.findIdsByEmail(tx, email.trim().toLowerCase()));
  }

  /** Ends the sign-ins of these people, and the device tokens where that is asked for. */
  async ofPeople(ids: readonly number[], withDeviceTokens: boolean): Promise<SignedOut> {
    let signedOut: SignedOut = { people: 0, deviceTokens: 0 };
    for (const id of ids) {
      // A transaction each: one of many thousand rows would be in the way of all who work.
      signedOut = sumOf(signedOut, await this.ofPerson(id, withDeviceTokens));
    }
    return signedOut;
  }

  /** As `ofPeople`, for everybody. */
  async ofEverybody(withDeviceTokens: boolean): Promise<SignedOut> {
    let signedOut: SignedOut = { people: 0, deviceTokens: 0 };
    let after = 0;
    for (;;) {
      const ids = await this.nextPeople(after, withDeviceTokens);
      if (ids.length === 0) return signedOut;
      signedOut = sumOf(signedOut, await this.ofPeople(ids, withDeviceTokens));
      after = Math.max(...ids);
    }
  }

  private async nextPeople(after: number, withDeviceTokens: boolean): Promise<number[]> {
    const at = this.clock.now();
    return this.unitOfWork.read(async (tx) => {
      const [signedIn, holders] = await Promise.all([
        this.refreshTokens.findPeople(tx, after, at, PEOPLE_AT_ONCE),
        withDeviceTokens ? this.deviceTokens.findPeople(tx, after, at, PEOPLE_AT_ONCE) : [],
      ]);
      const ids = [...new Set([...signedIn, ...holders])].toSorted((a, b) => a - b);
      // Of two lists that end at different ids, the longer one goes on where this one ends.
      return ids.slice(0, PEOPLE_AT_ONCE);
    });
  }

  private async ofPerson(userId: number, withDeviceTokens: boolean): Promise<SignedOut> {
    const command = { action: 'auth.sign_ins_ended', actor: SYSTEM, status: 200 } as const;
    return this.auditedWork.runWithoutIdempotency(command, async (work) => {
      const isAny = await this.signIns.endAllOf(work, userId, 'operator');
      const deviceTokens = withDeviceTokens ? await this.tokens.revokeAllOf(work, userId) : 0;
      if (!work.hasReported) work.didNothing();
      return { people: Number(isAny), deviceTokens };
    });
  }
}

function sumOf(one: SignedOut, other: SignedOut): SignedOut {
  return {
    people: one.people + other.people,
    deviceTokens: one.deviceTokens + other.deviceTokens,
  };
}
