import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { Cleanup } from '../audit/cleanup.service.js';
import { NamesService } from '../audit/names.service.js';
import { roleOfUserType, type Person } from '../common/actor.js';
import type { Access, Origin } from '../http/api-request.js';
import { Clock } from '../common/clock.js';
import { DEFAULT_LIMIT, type Page, pageOf, readCursor } from '../common/page.js';
import { DAY_MS } from '../common/durations.js';
import { MAX_ID } from '../common/limits.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { fromDb, toDb } from '../database/instants.js';
import { PhpAccounts } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { DeviceToken } from './device-token.entity.js';
import { DEFAULT_LIFE_DAYS, loggedOf } from './device-token-rules.js';
import { DeviceTokensRepository } from './device-tokens.repository.js';
import { DeviceTokenDto, NewDeviceTokenDto } from './dto/device-token.dto.js';
import type { CreateDeviceTokenDto } from './dto/device-token-input.dto.js';
import type { DeviceTokensQueryDto } from './dto/device-tokens-query.dto.js';
import { RefusedToken } from './refused-token-rules.js';
import { Tokens } from './tokens.service.js';
import type { User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** Expired ones stay in the list for a while, for whoever asks why a telephone stopped working. */
const KEPT_AFTER_EXPIRY_DAYS = 90;

const NOT_ACTIVE = 'The account of this device is not active. The studio can say why.';

/**
 * Access tokens that live long, each for one device whose app cannot renew its token. The database
 * is asked at every use, so that revoking one, or a new role of its person, counts at once.
 */
@Injectable()
export class DeviceTokens {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly deviceTokens: DeviceTokensRepository,
    private readonly users: UsersRepository,
    private readonly phpAccounts: PhpAccounts,
    private readonly tokens: Tokens,
    private readonly names: NamesService,
    cleanup: Cleanup,
  ) {
    cleanup.register(DeviceToken, KEPT_AFTER_EXPIRY_DAYS * DAY_MS);
  }

  /**
   * Makes a token; the answer is the only place where it ever stands. Throws `validation_failed`
   * for an account that is not there or not active, and for one of an admin.
   */
  async create(
    access: Access,
    input: CreateDeviceTokenDto,
    origin: Origin,
  ): Promise<NewDeviceTokenDto> {
    const { person: admin } = access;
    const created = { action: 'device_token.created', actor: admin, status: 201 } as const;
    const command = { ...created, access, origin };
    return this.auditedWork.runWithoutIdempotency(command, async (work) => {
      const user = await this.findHolder(work.tx, input.userId);
      const lifeMs = (input.expiresInDays ?? DEFAULT_LIFE_DAYS) * DAY_MS;
      const fresh = {
        userId: user.id,
        label: input.label,
        createdAt: work.at,
        createdBy: admin.id,
        expiresAt: new Date(work.at.getTime() + lifeMs),
      };
      const id = await this.deviceTokens.add(work.tx, fresh);
      const row = { ...fresh, id, revokedAt: null, revokedBy: null };
      work.did({ after: loggedOf(row) });
      const token = this.tokens.signForDevice(id, user.id, row.expiresAt);
      return NewDeviceTokenDto.of(token, row, await this.names.of(work.tx, peopleOf(row)));
    });
  }

  /** Newest first, with the revoked and expired ones of the last months. */
  async list(query: DeviceTokensQueryDto): Promise<Page<DeviceTokenDto>> {
    const { userId, limit = DEFAULT_LIMIT, cursor } = query;
    const position = readCursor<[string, number]>(cursor, ['instant', 'number']);
    const filter = {
      ...(userId === undefined ? {} : { userId }),
      ...(position ? { after: { createdAt: fromDb(position[0]), id: position[1] } } : {}),
      limit: limit + 1,
    };
    return this.unitOfWork.read(async (tx) => {
      const rows = await this.deviceTokens.find(tx, filter);
      const page = pageOf(rows, limit, (row) => [toDb(row.createdAt), row.id]);
      const names = await this.names.of(tx, page.data.flatMap(peopleOf));
      return { ...page, data: page.data.map((row) => DeviceTokenDto.of(row, names)) };
    });
  }

  /**
   * Ends a token at once; one that was revoked before stays as it is. Throws
   * `device_token_not_found`.
   */
  async revoke(work: AuditedWork, id: number): Promise<void> {
    const row = await this.deviceTokens.findById(work.tx, id);
    if (!row) throw new Problem('device_token_not_found', `There is no device token ${id}.`);
    const revoked = await this.deviceTokens.revoke(work.tx, id, work.at, work.actor.id);
    if (revoked) work.did({ before: loggedOf(row) });
    else work.didNothing();
  }

  /** Revokes all of a person, each with its row of the log; gives how many there were. */
  async revokeAllOf(work: AuditedWork, userId: number): Promise<number> {
    const living = await this.deviceTokens.findLivingOf(work.tx, userId, work.at);
    let revoked = 0;
    for (const row of living) {
      if (!(await this.deviceTokens.revoke(work.tx, row.id, work.at, work.actor.id))) continue;
      revoked += 1;
      work.did({ action: 'device_token.revoked', before: loggedOf(row) });
    }
    return revoked;
  }

  /**
   * The person who holds a device token, in the role of today. Throws `token_expired` past its
   * time, and `not_signed_in` where it is revoked or its account is gone, not active, another's or
   * an admin's.
   */
  async holderOf(id: unknown, userId: number, exp: number): Promise<Person> {
    const known = typeof id === 'number' && Number.isInteger(id) && id >= 1 && id <= MAX_ID;
    const state =
      known &&
      (await this.unitOfWork.read(async (tx) =>
        this.deviceTokens.findState(tx, id, userId, await this.phpAccounts.isOut(tx)),
      ));
    const role = state && roleOfUserType(state.userTypeId);
    // Ids begin anew where the table was given up and made again; a token of then is none of now.
    const isThisOne = state && state.expiresAt.getTime() === exp * 1000;
    if (!role || !isThisOne || state.isRevoked || role === 'admin') {
      const detail = 'The token of this device is not valid any more. Ask an admin for another.';
      throw new RefusedToken('device_token', detail);
    }
    if (state.isOut) throw new RefusedToken('device_token', NOT_ACTIVE);
    if (state.expiresAt <= this.clock.now()) {
      throw new Problem('token_expired', 'The token of this device has expired.');
    }
    return { id: userId, role };
  }

  private async findHolder(tx: Tx, userId: number): Promise<User> {
    const user = await this.users.findById(tx, userId, await this.phpAccounts.isOut(tx));
    if (!user) throw invalidUser('userId must be the id of an account.');
    // Whoever finds the telephone of an admin would reach everything for a year.
    if (roleOfUserType(user.userTypeId) === 'admin') {
      throw invalidUser('userId must not be an admin: admins sign in with their password.');
    }
    if (user.isOut) throw invalidUser('userId must be the id of an active account.');
    return user;
  }
}

function peopleOf({ userId, createdBy, revokedBy }: DeviceToken): (number | null)[] {
  return [userId, createdBy, revokedBy];
}

function invalidUser(message: string): Problem {
  return validationProblem([fieldError('body', 'userId', message)]);
}
