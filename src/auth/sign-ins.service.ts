import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Cleanup } from '../audit/cleanup.service.js';
import type { Person } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { DAY_MS } from '../common/durations.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Access, Origin } from '../http/api-request.js';
import { SignInDto, type SignInListDto } from './dto/sign-in.dto.js';
import { PasswordMarks } from './password-marks.service.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import { SignIn } from './sign-in.entity.js';
import {
  type EndedReason,
  expiryOf,
  hadSecondFactor,
  loggedEnding,
  MOST_LISTED,
} from './sign-in-rules.js';
import { SignInsRepository } from './sign-ins.repository.js';
import type { User } from './user.entity.js';
import { UsersRepository } from './users.repository.js';

/** A sign-in for which a pair of tokens is made. */
export interface SignInTerms extends Pick<SignIn, 'family' | 'expiresAt'> {
  readonly endsAt: Date;
  readonly hasSecondFactor: boolean;
}

/** How a sign-in begins. */
interface Beginning {
  readonly isNewDevice: boolean;
  readonly hasSecondFactor: boolean;
}

type Work = Pick<AuditedWork, 'tx' | 'at'>;

/** Of a sign-in of which only its last refresh is known: too long ago for everything. */
const UNKNOWN_WHEN = new Date(0);

/** Sign-ins, from the password to their end: by their time, by people, or by a new password. */
@Injectable()
export class SignIns {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly marks: PasswordMarks,
    private readonly signIns: SignInsRepository,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly users: UsersRepository,
    cleanup: Cleanup,
  ) {
    cleanup.register(SignIn);
  }

  /** Begins one for a person who has given the password that the account has. */
  begin(work: Work, user: User, origin: Origin, how: Beginning): SignInTerms {
    const { at } = work;
    const known = { family: randomUUID(), startedAt: at, confirmedAt: at };
    return this.add(work, user, origin, known, how);
  }

  /**
   * Goes on with one whose refresh token is being used. Its row is made where there is none: a
   * process of the release before, which knows of no rows, began it.
   */
  goOn(
    work: Work,
    user: User,
    origin: Origin,
    known: SignIn | Pick<SignIn, 'family' | 'startedAt'>,
  ): SignInTerms {
    if (!('endsAt' in known)) {
      return this.add(work, user, origin, { ...known, confirmedAt: UNKNOWN_WHEN });
    }
    const { family } = known;
    const endsAt = this.lastEndOf(known, work.at);
    const expiresAt = this.expiryOf(work.at, endsAt);
    const { ip, userAgent } = origin;
    const passwordMark = this.marks.of(user);
    const marks = { passwordMark, knownMark: known.passwordMark };
    const renewal = { family, lastUsedAt: work.at, expiresAt, endsAt, ip, userAgent, ...marks };
    this.signIns.renew(work.tx, renewal);
    return { family, expiresAt, endsAt, hasSecondFactor: hadSecondFactor(known) };
  }

  /** Notes that its person has just given the password; a refresh does not. */
  async confirm({ tx, at }: Work, family: string): Promise<void> {
    await this.signIns.confirm(tx, family, at);
  }

  /** When it ends at the latest. */
  lastEndOf(known: SignIn | undefined, at: Date): Date {
    return known?.endsAt ?? this.endOf(at);
  }

  /** The row of a sign-in, also of one that has ended. */
  async find(tx: Tx, family: string): Promise<SignIn | undefined> {
    return this.signIns.find(tx, family);
  }

  /** Whether the password with which it began is still that of the account. */
  hasItsPassword(signIn: SignIn | undefined, user: User): boolean {
    return this.marks.fits(signIn?.passwordMark ?? null, user);
  }

  /** Has the sign-ins go on where we have replaced the hash of the same password. */
  async rehashed(tx: Tx, before: User, after: User): Promise<void> {
    await this.signIns.mark(tx, before.id, this.marks.allOf(before), this.marks.of(after));
  }

  /** Has one go on with a new password, which was just given; the person's others end. */
  async keepOnly(work: AuditedWork, before: User, after: User, family: string): Promise<void> {
    await this.endAllBut(work, after.id, 'password_changed', family);
    await this.rehashed(work.tx, before, after);
    await this.confirm(work, family);
  }

  /** Those of a person that go on, used last first. Throws `forbidden` for another's. */
  async list(access: Access, userId?: number): Promise<SignInListDto> {
    const whose = personIn(access.person, userId);
    return this.unitOfWork.read(async (tx) => {
      const [found, user] = await Promise.all([
        this.signIns.findLiving(tx, whose, this.clock.now(), MOST_LISTED),
        this.users.findById(tx, whose),
      ]);
      const living = found.filter((one) => user && this.hasItsPassword(one, user));
      return { data: living.map((one) => SignInDto.of(one, access.signInId)) };
    });
  }

  /**
   * Ends one; one that has ended stays as it is. Throws `sign_in_not_found` for what is none of the
   * person's, and `forbidden` for another person's.
   */
  async endOne(work: AuditedWork, person: Person, family: string, userId?: number): Promise<void> {
    const whose = personIn(person, userId);
    const found = await this.signIns.find(work.tx, family);
    if (found?.userId !== whose) {
      throw new Problem('sign_in_not_found', 'There is no such sign-in.');
    }
    const isNew = await this.end(work, family, 'ended');
    if (isNew) work.did({ before: loggedEnding(whose, [family]) });
    else work.didNothing();
  }

  /** Ends all of a person, the one of this request included. Throws `forbidden` for another's. */
  async endAll(work: AuditedWork, person: Person, userId?: number): Promise<void> {
    const isAny = await this.endAllOf(work, personIn(person, userId), 'ended');
    if (!isAny) work.didNothing();
  }

  /** Ends a sign-in with its tokens; false where it had ended before. */
  async end({ tx, at }: Work, family: string, reason: EndedReason): Promise<boolean> {
    // In the order in which a refresh takes them.
    const ended = await this.refreshTokens.revokeFamily(tx, family, at);
    const isNew = await this.signIns.end(tx, family, at, reason);
    return isNew || ended > 0;
  }

  /** Ends all sign-ins of a person and says so in the log; false where there were none. */
  async endAllOf(work: AuditedWork, userId: number, reason: EndedReason): Promise<boolean> {
    return this.endAllBut(work, userId, reason);
  }

  /** Has a sign-in count as one with the second factor, and ends the person's others. */
  async addSecondFactor(work: AuditedWork, userId: number, family: string): Promise<void> {
    await this.signIns.addSecondFactor(work.tx, family);
    await this.endAllBut(work, userId, 'second_factor', family);
  }

  /** Has those of a person that go on count as ones without it. */
  dropSecondFactor(tx: Tx, userId: number): void {
    this.signIns.dropSecondFactor(tx, userId);
  }

  private async endAllBut(
    work: AuditedWork,
    userId: number,
    reason: EndedReason,
    kept = '',
  ): Promise<boolean> {
    const { tx, at } = work;
    const families = await this.refreshTokens.revokeAllOf(tx, userId, at, kept);
    const isAny = await this.signIns.endAllOf(tx, userId, at, reason, kept);
    // Rows whose tokens had ended before are closed, too.
    if (isAny) work.commitAnyway();
    if (families.length === 0) return false;
    const why = reason === 'ended' ? {} : { code: reason };
    // Also where that is not all that the work does.
    const action = 'auth.sign_ins_ended';
    work.did({ action, before: loggedEnding(userId, families), ...why });
    return true;
  }

  private add(
    { tx, at }: Work,
    user: User,
    { ip, userAgent }: Origin,
    known: Pick<SignIn, 'family' | 'startedAt' | 'confirmedAt'>,
    { isNewDevice = false, hasSecondFactor = false }: Partial<Beginning> = {},
  ): SignInTerms {
    const { family } = known;
    const endsAt = this.endOf(at);
    const expiresAt = this.expiryOf(at, endsAt);
    this.signIns.add(tx, {
      ...{ ...known, userId: user.id, lastUsedAt: at, expiresAt, endsAt },
      ...{ endedAt: null, endedReason: null, ip, userAgent, passwordMark: this.marks.of(user) },
      ...{ newDevice: Number(isNewDevice), secondFactor: Number(hasSecondFactor) },
    });
    return { family, expiresAt, endsAt, hasSecondFactor };
  }

  private endOf(at: Date): Date {
    return new Date(at.getTime() + this.config.signInDays * DAY_MS);
  }

  private expiryOf(at: Date, endsAt: Date): Date {
    return expiryOf(at, this.config.refreshTokenDays * DAY_MS, endsAt);
  }
}

/** Whose sign-ins are meant: one's own, or for admins those of whom they name. */
function personIn({ id, role }: Person, userId = id): number {
  if (userId === id || role === 'admin') return userId;
  throw new Problem('forbidden', 'Only an admin sees and ends the sign-ins of others.');
}
