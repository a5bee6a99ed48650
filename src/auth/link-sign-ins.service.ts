import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork, type Command } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Client } from '../http/api-request.js';
import { AccountLinks, type LivingLink } from './account-links.service.js';
import type { SignedIn } from './auth.service.js';
import { type DeviceTrace, isNewDevice } from './device-rules.js';
import { HashLane } from './hash-lane.service.js';
import { type FactorProof, type Given, PasswordCheck, personOf } from './password-check.service.js';
import { requireGoodPassword } from './password-rules.js';
import { Passwords } from './passwords.service.js';
import { SecondFactorCheck } from './second-factor-check.service.js';
import { MOST_COMPARED } from './sign-in-rules.js';
import { SignInGuesses } from './sign-in-guesses.service.js';
import { SignInsRepository } from './sign-ins.repository.js';
import { SignIns } from './sign-ins.service.js';
import { Tokens } from './tokens.service.js';
import { UsersRepository } from './users.repository.js';

/** What somebody gives who has a link. */
export type GivenByLink = Omit<Given, 'email'> & { readonly token: string };

/** A new password, and what was shown besides the link. */
interface Prepared {
  readonly link: LivingLink;
  readonly hash: string;
  readonly factor: FactorProof | undefined;
  readonly traces: readonly DeviceTrace[];
}

/** Sets a password by a link, and signs its person in. */
@Injectable()
export class LinkSignIns {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly links: AccountLinks,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly passwordCheck: PasswordCheck,
    private readonly secondFactor: SecondFactorCheck,
    private readonly guesses: SignInGuesses,
    private readonly lane: HashLane,
    private readonly signIns: SignIns,
    private readonly signInRows: SignInsRepository,
    private readonly tokens: Tokens,
  ) {}

  /**
   * Uses up the link; the person's other sign-ins and links end. Throws `link_invalid` and
   * `account_not_active` as `AccountLinks.find` does, `password_too_weak`, `password_too_long`; and
   * `second_factor_needed`, `second_factor_wrong`, `too_many_attempts`, `sign_in_busy` as a sign-in
   * does. The link goes on then.
   */
  async redeem(given: GivenByLink, client: Client): Promise<SignedIn> {
    const prepared = await this.prepare(given, client);
    const { link, factor } = prepared;
    const signedIn = await this.auditedWork.runWithoutIdempotency(
      commandOf(link, client),
      async (work) => {
        const used = factor && (await this.secondFactor.use(work, link.user.id, factor.proof));
        if (factor && !used) {
          work.didNothing();
          return undefined;
        }
        await this.links.use(work, link);
        work.did({ after: { purpose: link.purpose, ...used?.after } });
        return this.signIn(work, prepared, client);
      },
    );
    if (signedIn) return signedIn;
    throw factor
      ? await this.passwordCheck.wrongCode({ user: link.user, found: factor.found })
      : new Error('a sign-in without a factor waits for none');
  }

  /** Does what takes long, before anything is locked. */
  private async prepare(given: GivenByLink, { origin, onLeaving }: Client): Promise<Prepared> {
    const link = await this.links.find(given.token);
    const { user } = link;
    requireGoodPassword(given.password, user, this.passwords.areForPhp);
    const [factor, hash] = await this.lane.run(async () => {
      const proved = await this.passwordCheck.proveFactor(user, given.code, origin);
      return [proved, await this.passwords.hashNew(given.password)] as const;
    }, onLeaving);
    const email = user.email.trim().toLowerCase();
    const traces = await this.unitOfWork.read((tx) =>
      this.signInRows.findTraces(tx, email, MOST_COMPARED),
    );
    return { link, hash, factor, traces: traces.filter(({ userId }) => userId === user.id) };
  }

  private async signIn(
    work: AuditedWork,
    { link, hash, factor, traces }: Prepared,
    { origin }: Client,
  ): Promise<SignedIn> {
    const user = { ...link.user, password: hash };
    await this.users.setPassword(work.tx, user.id, hash);
    await this.signIns.endAllOf(work, user.id, 'password_changed');
    if (factor) await this.guesses.welcome(work.tx, factor.found, work.at);
    const signIn = this.signIns.begin(work, user, origin, {
      isNewDevice: isNewDevice(traces, origin),
      hasSecondFactor: factor !== undefined,
    });
    return { tokens: this.tokens.issue(work.tx, user, work.at, signIn), user };
  }
}

function commandOf({ user }: LivingLink, { origin }: Client): Command {
  return { action: 'auth.password_set', actor: personOf(user), origin, status: 200 };
}
