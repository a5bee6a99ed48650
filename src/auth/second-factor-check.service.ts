import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { Clock } from '../common/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RecoveryCodes } from './recovery-codes.service.js';
import { SealedSecrets } from './sealed-secrets.js';
import { type GivenCode, readCode } from './second-factor-rules.js';
import { type SecretAnew, SecondFactorsRepository } from './second-factors.repository.js';
import { stepOf } from './totp.js';
import type { FoundAccount } from './users.repository.js';

/** A code that was right when it was looked at; whether nobody was faster, its use says. */
export type Proof =
  | { readonly kind: 'step'; readonly step: number; readonly secret: SecretAnew }
  | { readonly kind: 'recovery'; readonly codeHash: string };

/** What a sign-in says of its code in the log. */
export interface Used {
  readonly after?: { readonly recoveryCode: true; readonly left: number };
}

/** Looks at the code that is given at sign-in, and takes each once. */
@Injectable()
export class SecondFactorCheck {
  constructor(
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly factors: SecondFactorsRepository,
    private readonly seals: SealedSecrets,
    private readonly recoveryCodes: RecoveryCodes,
  ) {}

  /** What a code proves for an account that asks for one; undefined where it is wrong or used. */
  async prove(account: FoundAccount, code: string): Promise<Proof | undefined> {
    const given = readCode(code);
    if (!given || account.factor === null) return undefined;
    return given.kind === 'step' ? this.proveStep(account, given) : this.proveCode(account, given);
  }

  /**
   * Uses up what was proved, within the transaction of the sign-in; undefined where another sign-in
   * has used it since it was looked at.
   */
  async use({ tx, at }: AuditedWork, userId: number, proof: Proof): Promise<Used | undefined> {
    if (proof.kind === 'step') {
      return (await this.factors.take(tx, userId, proof.step, proof.secret)) ? {} : undefined;
    }
    const left = await this.factors.takeCode(tx, userId, proof.codeHash, at);
    return left === undefined ? undefined : { after: { recoveryCode: true, left } };
  }

  private proveStep(
    { id, factor, lastStep }: FoundAccount,
    { digits }: Extract<GivenCode, { kind: 'step' }>,
  ): Proof | undefined {
    const read = factor ?? '';
    const opened = this.seals.open(read, id);
    const step = opened && stepOf(digits, opened.secret, this.clock.now());
    if (step === undefined || step <= (lastStep ?? 0)) return undefined;
    const kept = opened?.isOld ? this.seals.seal(opened.secret, id) : read;
    return { kind: 'step', step, secret: { read, kept } };
  }

  private async proveCode(
    { id }: FoundAccount,
    { letters }: Extract<GivenCode, { kind: 'recovery' }>,
  ): Promise<Proof | undefined> {
    const known = await this.unitOfWork.read((tx) => this.factors.codesOf(tx, id));
    const codeHash = await this.recoveryCodes.find(letters, known);
    return codeHash === undefined ? undefined : { kind: 'recovery', codeHash };
  }
}
