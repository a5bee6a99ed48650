import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork, type Command } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { SYSTEM } from '../common/actor.js';
import type { Client, Origin } from '../http/api-request.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import { PhpAccounts } from '../database/php-accounts.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { isNewDevice } from './device-rules.js';
import {
  type Checked,
  type Given,
  PasswordCheck,
  personOf,
  requireActive,
} from './password-check.service.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import { SecondFactorCheck, type Used } from './second-factor-check.service.js';
import { hadSecondFactor, loggedEnding } from './sign-in-rules.js';
import { SignInGuesses } from './sign-in-guesses.service.js';
import { SignIns } from './sign-ins.service.js';
import { type TokenPair, Tokens } from './tokens.service.js';
import type { User } from './user.entity.js';
import { type Spoken, UsersRepository } from './users.repository.js';

/** A pair of tokens and the person to whom it was given. */
export interface SignedIn {
  readonly tokens: TokenPair;
  readonly user: Spoken;
}

const NEW_PASSWORD = 'The password has changed since this sign-in. Sign in again.';
const SPENT = 'This refresh token was used before. For safety everybody signed in with it is out.';

/** Signs people in and out, and renews their tokens. */
@Injectable()
export class AuthService {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly users: UsersRepository,
    private readonly phpAccounts: PhpAccounts,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly signIns: SignIns,
    private readonly passwordCheck: PasswordCheck,
    private readonly secondFactor: SecondFactorCheck,
    private readonly guesses: SignInGuesses,
    private readonly tokens: Tokens,
  ) {}

  /**
   * Throws `sign_in_failed`, `account_not_active`, `second_factor_needed`, `second_factor_wrong`,
   * `too_many_attempts` and `sign_in_busy` as `PasswordCheck` does.
   */
  async signIn(given: Given, client: Client): Promise<SignedIn> {
    const { origin } = client;
    const checked = await this.passwordCheck.check(given, client);
    const { user, renewed, found } = checked;
    const signedIn = await this.auditedWork.runWithoutIdempotency(
      commandOf('auth.signed_in', user, origin),
      async (work) => {
        const now = renewed === undefined ? user : await this.rehashed(work, user, renewed);
        const used = now && (await this.useCode(work, checked));
        if (!used) {
          work.didNothing();
          return now && 'code used';
        }
        await this.guesses.welcome(work.tx, found, work.at);
        const signIn = this.signIns.begin(work, now, origin, {
          isNewDevice: isNewDevice(checked.traces, origin),
          hasSecondFactor: checked.proof !== undefined,
        });
        const tokens = this.tokens.issue(work.tx, user, work.at, signIn);
        work.did(used);
        return { tokens, user };
      },
    );
    if (signedIn === 'code used') throw await this.passwordCheck.wrongCode(checked);
    // The stored password is another one by now: whoever gave it is asked for that.
    return signedIn ?? this.signIn(given, client);
  }

  /**
   * Changes a refresh token into a new pair; asked again within a minute it gives the same refresh
   * token, as long as that is unused. Throws `refresh_token_invalid`, `account_not_active` for whom
   * PHP keeps out, or `refresh_token_reused` where it was used before that: then somebody may have
   * stolen it, and all tokens of that sign-in end. So they do where the password is another one.
   */
  async refresh(refreshToken: string, origin: Origin): Promise<SignedIn> {
    const { token, user, signIn } = await this.findOwner(refreshToken);
    if (!this.signIns.hasItsPassword(signIn, user)) {
      await this.endOfOldPassword(token.family, user, origin);
      throw new Problem('refresh_token_invalid', NEW_PASSWORD, {}, { actor: personOf(user) });
    }
    // It is not used up: who is let in again goes on. One that was used before ends the sign-in.
    if (token.usedAt === null) requireActive(user);
    const command = commandOf('auth.refreshed', user, origin);
    const signedIn = await this.auditedWork.runWithoutIdempotency(
      command,
      async (work) => {
        if (await this.refreshTokens.use(work.tx, token.id, work.at)) {
          const known = signIn ?? { family: token.family, startedAt: token.createdAt };
          const next = this.signIns.goOn(work, user, origin, known);
          const tokens = this.tokens.issueNext(work.tx, user, work.at, next, refreshToken);
          work.did({});
          return { tokens, user };
        }
        work.didNothing();
        const successor = await this.tokens.findSuccessor(work.tx, refreshToken, work.at);
        if (successor === undefined) return undefined;
        requireActive(user);
        const endsAt = this.signIns.lastEndOf(signIn, work.at);
        // Of a process of the release before there is no row yet that changes could ask for.
        const hasSecondFactor = hadSecondFactor(signIn);
        const again = { family: signIn?.family, endsAt, hasSecondFactor };
        return { tokens: this.tokens.pairAgain(user, work.at, again, successor), user };
      },
      // Tried again, it gives the pair that an unanswered COMMIT has kept.
      { replayable: true },
    );
    if (signedIn) return signedIn;

    await this.endFamily(token.family, user, origin, 'reused');
    throw new Problem('refresh_token_reused', SPENT, {}, { actor: personOf(user) });
  }

  /** Ends a sign-in with all its tokens; a token that is not known needs no ending. */
  async signOut(refreshToken: string, origin: Origin): Promise<void> {
    const found = await this.find(refreshToken);
    if (found) await this.endFamily(found.token.family, found.user, origin, 'signed_out');
  }

  private async find(refreshToken: string) {
    return this.unitOfWork.read(async (tx) => {
      const token = await this.refreshTokens.findByHash(tx, this.tokens.hashOf(refreshToken));
      const isOut = await this.phpAccounts.isOut(tx);
      if (!token) return undefined;
      const [user, signIn] = await Promise.all([
        this.users.findById(tx, token.userId, isOut),
        this.signIns.find(tx, token.family),
      ]);
      return user ? { token, user, signIn } : undefined;
    });
  }

  private async findOwner(refreshToken: string) {
    const found = await this.find(refreshToken);
    // A used token still finds its owner, whose sign-in must now end.
    const hasEnded = Boolean(found?.token.revokedAt ?? found?.signIn?.endedAt);
    if (found && !hasEnded) {
      const { usedAt, expiresAt } = found.token;
      if (usedAt !== null || expiresAt > this.clock.now()) return found;
    }
    const context = found ? { actor: personOf(found.user) } : {};
    const detail = 'This refresh token is not valid any more. Sign in again.';
    throw new Problem('refresh_token_invalid', detail, {}, context);
  }

  /** What the log says of the code; undefined where another sign-in was faster. */
  private async useCode(work: AuditedWork, { user, proof }: Checked): Promise<Used | undefined> {
    return proof ? this.secondFactor.use(work, user.id, proof) : {};
  }

  /** The account with our hash; undefined where somebody changed the password meanwhile. */
  private async rehashed(
    { tx }: AuditedWork,
    user: Spoken,
    password: string,
  ): Promise<Spoken | undefined> {
    if (!(await this.users.replacePassword(tx, user, password))) return undefined;
    const after = { ...user, password };
    await this.signIns.rehashed(tx, user, after);
    return after;
  }

  /** Nobody has asked for it: whoever changed the password need not know of sign-ins. */
  private async endOfOldPassword(family: string, user: User, origin: Origin): Promise<void> {
    const command = { ...commandOf('auth.sign_ins_ended', user, origin), actor: SYSTEM };
    await this.auditedWork.runWithoutIdempotency(command, async (work) => {
      const isNew = await this.signIns.end(work, family, 'password_changed');
      const before = loggedEnding(user.id, [family]);
      if (isNew) work.did({ before, code: 'password_changed' });
      else work.didNothing();
    });
  }

  private async endFamily(
    family: string,
    user: User,
    origin: Origin,
    reason: 'signed_out' | 'reused',
  ): Promise<void> {
    const command = commandOf('auth.signed_out', user, origin);
    await this.auditedWork.runWithoutIdempotency(command, async (work) => {
      if (await this.signIns.end(work, family, reason)) work.did({});
      else work.didNothing();
    });
  }
}

function commandOf(action: Command['action'], user: User, origin: Origin): Command {
  return { action, actor: personOf(user), origin, status: 200 };
}
