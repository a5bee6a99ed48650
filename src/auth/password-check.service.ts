import { Injectable } from '@nestjs/common';
import { ANONYMOUS, type Person, roleOfUserType } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import { PhpAccounts } from '../database/php-accounts.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Client, Origin } from '../http/api-request.js';
import type { DeviceTrace } from './device-rules.js';
import { HashLane } from './hash-lane.service.js';
import { Passwords } from './passwords.service.js';
import { type Proof, SecondFactorCheck } from './second-factor-check.service.js';
import { SignInGuesses, type Try } from './sign-in-guesses.service.js';
import { MOST_COMPARED } from './sign-in-rules.js';
import { SignInsRepository } from './sign-ins.repository.js';
import type { User } from './user.entity.js';
import {
  type Account,
  type FoundAccount,
  type Spoken,
  UsersRepository,
} from './users.repository.js';

/** What somebody gives to be let in. */
export interface Given {
  readonly email: string;
  readonly password: string;
  /** Of the second factor; undefined where none was given. */
  readonly code: string | undefined;
}

/** An account whose password was right, and its code where it asks for one. */
export interface Checked {
  readonly user: Spoken;
  /** Of the second factor, to be used up; undefined where the account has none. */
  readonly proof: Proof | undefined;
  /** The hash to be stored instead of PHP's. */
  readonly renewed: string | undefined;
  readonly found: Try;
  /** From where its person has signed in before. */
  readonly traces: readonly DeviceTrace[];
}

/** What proves a second factor, and how the try is counted. */
export interface FactorProof {
  readonly proof: Proof;
  readonly found: Try;
}

const NOT_ACTIVE = 'This account is not active. The studio can say why, and change it.';
const NO_CODE = 'This account also asks for the code of an authenticator, or a recovery code.';
const WRONG_CODE = 'This code is wrong, or was used before. Wait for the next one.';

/** Finds out whether a password is an account's, for as many as may ask, and as often. */
@Injectable()
export class PasswordCheck {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly signIns: SignInsRepository,
    private readonly phpAccounts: PhpAccounts,
    private readonly passwords: Passwords,
    private readonly lane: HashLane,
    private readonly guesses: SignInGuesses,
    private readonly secondFactor: SecondFactorCheck,
  ) {}

  /**
   * Throws `sign_in_failed`, the same for a wrong password and an unknown e-mail address;
   * `account_not_active` for who is kept out, but to nobody who does not know the password;
   * `second_factor_needed` and `second_factor_wrong` likewise; `too_many_attempts` where too many
   * were wrong before, and `sign_in_busy` where too many ask.
   */
  async check({ email, password, code }: Given, client: Client): Promise<Checked> {
    const { origin, onLeaving } = client;
    // Looked up behind the lane: of those that wait there, each finds what the one before has left.
    return this.lane.run(async () => {
      const { user, found, traces } = await this.lookUp(email.trim().toLowerCase(), origin);
      const isRight = await this.isRight(found, user, password);
      if (!user || !isRight) {
        const actor = user ? personOf(user) : ANONYMOUS;
        throw new Problem('sign_in_failed', 'E-mail address or password is wrong.', {}, { actor });
      }
      requireActive(user);
      const traced = traces.filter(({ userId }) => userId === user.id);
      const proof = await this.proofOf(user, code, found);
      const renewed = await this.renewedHash(user, password);
      return { user, found, traces: traced, proof, renewed };
    }, onLeaving);
  }

  /**
   * As `check`, for somebody who is signed in, and counted with what is tried at sign-in. Throws
   * `password_wrong` instead of `sign_in_failed`, and `not_signed_in` where the account is gone, or
   * its person is kept out by now.
   */
  async confirm(userId: number, password: string, { origin, onLeaving }: Client): Promise<Try> {
    return this.lane.run(async () => {
      const { user, found } = await this.lookUpAgain(userId, origin);
      if (!(await this.isRight(found, user, password))) {
        throw new Problem('password_wrong', 'This is not your password.');
      }
      if (user.isOut) throw new Problem('not_signed_in', NOT_ACTIVE);
      return found;
    }, onLeaving);
  }

  /** Whether it is the account's; a wrong one has been counted then. */
  private async isRight(found: Try, user: Account | undefined, password: string): Promise<boolean> {
    if (found.countsFirst) await this.count(found);
    const isRight = await this.passwords.verify(password, user?.password);
    // Of whoever is switched off no password is right, and nobody learns that it would be.
    if (!user || !isRight || user.isDisabled) {
      if (!found.countsFirst) await this.count(found);
      return false;
    }
    // Who knows the password is no guesser.
    if (user.isOut && found.hasFailures) await this.forgive(found);
    return true;
  }

  /** Counts a code that is wrong, or was used by another sign-in; gives what to throw. */
  async wrongCode({ user, found }: Pick<Checked, 'user' | 'found'>): Promise<Problem> {
    if (!found.countsFirst) await this.count(found);
    return new Problem('second_factor_wrong', WRONG_CODE, {}, { actor: personOf(user) });
  }

  /**
   * As `check` asks for a code, of somebody who has shown by other means than the password who they
   * are; undefined where the account asks for none. Throws `second_factor_needed`,
   * `second_factor_wrong` and `too_many_attempts`.
   */
  async proveFactor(
    user: FoundAccount,
    code: string | undefined,
    origin: Origin,
  ): Promise<FactorProof | undefined> {
    if (user.factor === null) return undefined;
    const { found } = await this.lookUpAgain(user.id, origin);
    if (found.countsFirst) await this.count(found);
    const proof = await this.proofOf(user, code, found);
    return proof && { proof, found };
  }

  /**
   * Counts a guess of somebody who is signed in, if it was wrong. Throws `too_many_attempts` where
   * the account must wait, right or wrong.
   */
  async countGuess(userId: number, origin: Origin, isRight: boolean): Promise<void> {
    const { found } = await this.lookUpAgain(userId, origin);
    if (!isRight) await this.count(found);
  }

  /** A wrong code counts as a wrong password does; none at all is neither wrong nor a success. */
  private async proofOf(
    user: FoundAccount,
    code: string | undefined,
    found: Try,
  ): Promise<Proof | undefined> {
    if (user.factor === null) return undefined;
    if (code === undefined) {
      if (found.countsFirst) await this.takeBack(found);
      throw new Problem('second_factor_needed', NO_CODE, {}, { actor: personOf(user) });
    }
    const proof = await this.secondFactor.prove(user, code);
    if (!proof) throw await this.wrongCode({ user, found });
    return proof;
  }

  private async lookUp(email: string, { ip }: Origin) {
    return this.unitOfWork.read(async (tx) => {
      const isOut = await this.phpAccounts.isOut(tx);
      const begin = () => this.guesses.begin(tx, { email, ip }, this.clock.now());
      try {
        const [found, user, traces] = await Promise.all([
          begin(),
          this.users.findByEmail(tx, email, isOut),
          this.signIns.findTraces(tx, email, MOST_COMPARED),
        ]);
        return { user, found, traces };
      } catch (error) {
        // Letters that PHP's column lacks are nobody's, and stopped what they were sent with.
        if (!tx.isValueRejected(error)) throw error;
        return { user: undefined, found: await begin(), traces: [] };
      }
    });
  }

  private async lookUpAgain(userId: number, { ip }: Origin) {
    return this.unitOfWork.read(async (tx) => {
      const user = await this.users.findById(tx, userId, await this.phpAccounts.isOut(tx));
      if (!user) throw new Problem('not_signed_in', 'This account does not exist any more.');
      const email = user.email.trim().toLowerCase();
      return { user, found: await this.guesses.begin(tx, { email, ip }, this.clock.now()) };
    });
  }

  /** Where it cannot be counted, nobody is let in: this throws `unavailable` then. */
  private async count(found: Try): Promise<void> {
    await this.unitOfWork.write(async (tx) => {
      await this.guesses.count(tx, found, this.clock.now());
      return { result: undefined };
    });
  }

  private async takeBack(found: Try): Promise<void> {
    await this.unitOfWork.write(async (tx) => {
      await this.guesses.takeBack(tx, found);
      return { result: undefined };
    });
  }

  private async forgive(found: Try): Promise<void> {
    await this.unitOfWork.write(async (tx) => {
      this.guesses.forgive(tx, found);
      return Promise.resolve({ result: undefined });
    });
  }

  private async renewedHash(user: User, password: string): Promise<string | undefined> {
    const renew = this.config.rehashLegacyPasswords && this.passwords.isLegacy(user.password);
    return renew ? this.passwords.hash(password) : undefined;
  }
}

/** Throws `account_not_active`. */
export function requireActive(user: Account): void {
  if (!user.isOut) return;
  throw new Problem('account_not_active', NOT_ACTIVE, {}, { actor: personOf(user) });
}

/** An account as the activity log names it. */
export function personOf(user: User): Person {
  return { id: user.id, role: roleOfUserType(user.userTypeId) };
}
