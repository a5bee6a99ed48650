import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork, type Command } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { requireOwnSignIn } from '../audit/confirmation-rules.js';
import { SYSTEM } from '../common/actor.js';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Access, Client, Origin } from '../http/api-request.js';
import { PasswordCheck } from './password-check.service.js';
import { RecoveryCodes } from './recovery-codes.service.js';
import { SealedSecrets } from './sealed-secrets.js';
import type { SecondFactor } from './second-factor.entity.js';
import { demandsSecondFactor, isPending, readCode } from './second-factor-rules.js';
import { SecondFactorsRepository } from './second-factors.repository.js';
import { SignIns } from './sign-ins.service.js';
import { newSecret, otpauthUrl, stepOf } from './totp.js';
import { UsersRepository } from './users.repository.js';

/** A person's second factor as they see it. */
export interface FactorState {
  readonly since: Date | null;
  readonly recoveryCodesLeft: number;
  readonly isDemanded: boolean;
}

/** What an authenticator is fed with; the answer is the only place where it ever stands. */
export interface NewFactor {
  readonly secret: string;
  readonly url: string;
}

const ON = 'The second factor is on already. Turn it off first.';
const NOT_ON = 'The second factor is off. Turn it on first.';
const NOT_BEGUN = 'No second factor waits for its first code. Begin anew.';
const WRONG = 'This code is wrong. Look whether the clock of the telephone is right.';
const DEMANDED = 'This studio demands a second factor of you. Only an admin can reset it.';
const OTHERS = 'Only an admin turns off the second factor of others.';

/** Turns second factors on and off, and makes recovery codes. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly factors: SecondFactorsRepository,
    private readonly users: UsersRepository,
    private readonly seals: SealedSecrets,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly passwordCheck: PasswordCheck,
    private readonly signIns: SignIns,
  ) {}

  /** Whether one's own is on, and what is left of its recovery codes. */
  async state({ person }: Access): Promise<FactorState> {
    const [factor, left] = await this.unitOfWork.read((tx) =>
      Promise.all([this.factors.find(tx, person.id), this.factors.countLeft(tx, person.id)]),
    );
    const isDemanded = demandsSecondFactor(this.config, person);
    return { since: factor?.confirmedAt ?? null, recoveryCodesLeft: left, isDemanded };
  }

  /**
   * Makes a secret, which is asked for once it was confirmed; one that waits for that is replaced.
   * Throws `second_factor_already_on`.
   */
  async begin(access: Access, origin: Origin): Promise<NewFactor> {
    const { id } = access.person;
    const command = commandOf('second_factor.turned_on', access, origin, 201);
    return this.auditedWork.runWithoutIdempotency(command, async (work) => {
      const factor = await this.factors.lock(work.tx, id);
      if (factor?.confirmedAt) throw new Problem('second_factor_already_on', ON);
      const user = await this.users.findById(work.tx, id);
      if (!user) throw new Problem('not_signed_in', 'This account does not exist any more.');
      const secret = newSecret();
      const sealed = this.seals.seal(secret, id);
      if (factor) this.factors.replacePending(work.tx, id, sealed, work.at);
      else await this.factors.add(work.tx, id, sealed, work.at);
      // Nothing is asked for yet, and nothing taken away: that is no news for the log.
      work.didNothing();
      return { secret, url: otpauthUrl(secret, user.email) };
    });
  }

  /**
   * Turns it on by its first code, has this sign-in count as one with it, and ends the others.
   * Gives the recovery codes. Throws `second_factor_not_begun`, `second_factor_already_on`;
   * `code_wrong`, which counts as a wrong password does; `too_many_attempts`, `sign_in_busy`;
   * `forbidden` for a device's token.
   */
  async confirm(access: Access, code: string, client: Client): Promise<readonly string[]> {
    const { person } = access;
    const signInId = requireOwnSignIn(access);
    const found = await this.unitOfWork.read((tx) => this.factors.find(tx, person.id));
    const factor = this.requirePending(found);
    const step = this.stepOfFirst(factor, code);
    await this.passwordCheck.countGuess(person.id, client.origin, step !== undefined);
    if (step === undefined) throw new Problem('code_wrong', WRONG);
    const { shown, hashes } = await this.recoveryCodes.make(client.onLeaving);
    const command = commandOf('second_factor.turned_on', access, client.origin, 200);
    await this.auditedWork.runWithoutIdempotency(command, async (work) => {
      const { tx, at } = work;
      const isOn = await this.factors.confirm(tx, factor, step, at);
      if (!isOn) throw new Problem('second_factor_not_begun', NOT_BEGUN);
      this.factors.replaceCodes(tx, person.id, hashes);
      work.did({ after: { userId: person.id } });
      await this.signIns.addSecondFactor(work, person.id, signInId);
    });
    return shown;
  }

  /**
   * Puts ten new recovery codes in the place of those that there are. Throws
   * `second_factor_not_on`, and `sign_in_busy`.
   */
  async renewCodes(access: Access, { origin, onLeaving }: Client): Promise<readonly string[]> {
    const { id } = access.person;
    const factor = await this.unitOfWork.read((tx) => this.factors.find(tx, id));
    if (!factor?.confirmedAt) throw new Problem('second_factor_not_on', NOT_ON);
    const { shown, hashes } = await this.recoveryCodes.make(onLeaving);
    const command = commandOf('second_factor.recovery_codes_made', access, origin, 200);
    await this.auditedWork.runWithoutIdempotency(command, async (work) => {
      const { tx } = work;
      const now = await this.factors.lock(tx, id);
      if (!now?.confirmedAt) throw new Problem('second_factor_not_on', NOT_ON);
      this.factors.replaceCodes(tx, id, hashes);
      work.did({ after: { userId: id, count: hashes.length } });
    });
    return shown;
  }

  /**
   * Turns off one's own, or as an admin another's, whose sign-ins end then. Throws `forbidden` for
   * another's, and `second_factor_demanded` for one's own where there must be one.
   */
  async turnOff(work: AuditedWork, { person }: Access, userId = person.id): Promise<void> {
    const isOwn = userId === person.id;
    if (!isOwn && person.role !== 'admin') throw new Problem('forbidden', OTHERS);
    if (isOwn && demandsSecondFactor(this.config, person)) {
      throw new Problem('second_factor_demanded', DEMANDED);
    }
    const wasOn = await this.remove(work, userId);
    if (wasOn && isOwn) this.signIns.dropSecondFactor(work.tx, userId);
    if (wasOn && !isOwn) await this.signIns.endAllOf(work, userId, 'second_factor');
  }

  /** As an operator: gives how many of these people had one. Their sign-ins end. */
  async reset(userIds: readonly number[]): Promise<number> {
    let count = 0;
    const command = { action: 'second_factor.turned_off', actor: SYSTEM, status: 200 } as const;
    for (const userId of userIds) {
      const wasOn = await this.auditedWork.runWithoutIdempotency(command, async (work) => {
        const isNews = await this.remove(work, userId);
        if (isNews) await this.signIns.endAllOf(work, userId, 'operator');
        return isNews;
      });
      count += Number(wasOn);
    }
    return count;
  }

  /** Forgets it, and says so in the log where it was on. */
  private async remove(work: AuditedWork, userId: number): Promise<boolean> {
    const factor = await this.factors.lock(work.tx, userId);
    if (factor) this.factors.remove(work.tx, userId);
    if (factor?.confirmedAt) {
      work.did({ before: { userId, since: factor.confirmedAt.toISOString() } });
      return true;
    }
    if (factor) work.commitAnyway();
    work.didNothing();
    return false;
  }

  private requirePending(factor: SecondFactor | undefined): SecondFactor {
    if (factor?.confirmedAt) throw new Problem('second_factor_already_on', ON);
    if (factor && isPending(factor.createdAt, this.clock.now())) return factor;
    throw new Problem('second_factor_not_begun', NOT_BEGUN);
  }

  private stepOfFirst({ secret, userId }: SecondFactor, code: string): number | undefined {
    const given = readCode(code);
    const opened = this.seals.open(secret, userId);
    if (given?.kind !== 'step' || !opened) return undefined;
    return stepOf(given.digits, opened.secret, this.clock.now());
  }
}

function commandOf(
  action: Command['action'],
  access: Access,
  origin: Origin,
  status: number,
): Command {
  return { action, actor: access.person, access, origin, status };
}
