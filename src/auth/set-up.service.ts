import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { ANONYMOUS } from '../common/actor.js';
import { MINUTE_MS } from '../common/durations.js';
import { Problem } from '../common/problem.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Client } from '../http/api-request.js';
import { SharedState } from '../processes/shared-state.js';
import { AccountLinksRepository } from './account-links.repository.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountStatesRepository } from './account-states.repository.js';
import { Accounts } from './accounts.service.js';
import type { NewAdmin } from './admins.service.js';
import type { SignedIn } from './auth.service.js';
import { HashLane } from './hash-lane.service.js';
import { requireGoodPassword } from './password-rules.js';
import { Passwords } from './passwords.service.js';
import { SignIns } from './sign-ins.service.js';
import { Tokens } from './tokens.service.js';
import { UsersRepository } from './users.repository.js';

/** The first admin, as they name themselves. */
export type FirstAdmin = NewAdmin & { readonly code: string; readonly password: string };

const WRONG = 'This is not the code that the product has printed at its last start.';
const TOO_MANY = 'Five wrong codes within a minute. Try again in a moment.';
const DONE = 'The studio has an admin already. Sign in, or ask whoever runs it for a link.';

/** Makes the first admin in the browser: once, by the code that the product prints at its start. */
@Injectable()
export class SetUp {
  /** Once there is an admin, nobody has to look any more. */
  private isDone = false;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly shared: SharedState,
    private readonly links: AccountLinksRepository,
    private readonly people: AccountsRepository,
    private readonly accounts: Accounts,
    private readonly states: AccountStatesRepository,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly lane: HashLane,
    private readonly signIns: SignIns,
    private readonly tokens: Tokens,
  ) {}

  /** Whether there is no admin, PHP's included; asks the database until there is one. */
  async isNeeded(): Promise<boolean> {
    if (this.isDone) return false;
    this.isDone = await this.unitOfWork.read((tx) => this.people.hasAny(tx, 'admin'));
    return !this.isDone;
  }

  /**
   * Makes the first admin and signs them in; of several at the same moment one. Throws
   * `already_set_up`, `set_up_code_wrong`, `too_many_attempts`, `password_too_weak`,
   * `password_too_long`, `email_taken` where somebody has the address who is no admin, and
   * `sign_in_busy`.
   */
  async setUp(given: FirstAdmin, client: Client): Promise<SignedIn> {
    await this.requireNeed();
    await this.requireCode(given.code);
    requireGoodPassword(given.password, given, this.passwords.areForPhp);
    // All but the first of many would take the places of people who sign in.
    return this.inTurn(async () => {
      await this.requireNeed();
      const hash = await this.lane.run(
        () => this.passwords.hashNew(given.password),
        client.onLeaving,
      );
      const { origin } = client;
      const command = { action: 'studio.set_up', actor: ANONYMOUS, origin, status: 201 } as const;
      const signedIn = await this.auditedWork.runWithoutIdempotency(command, (work) =>
        this.add(work, given, hash, client),
      );
      this.isDone = true;
      return signedIn;
    });
  }

  private async add(
    work: AuditedWork,
    { email, firstName, lastName, alsoCoach }: NewAdmin,
    hash: string,
    { origin }: Client,
  ): Promise<SignedIn> {
    const { tx, at } = work;
    await this.links.lockSetUp(tx, at, new Date(at.getTime() + MINUTE_MS));
    if (await this.people.hasAny(tx, 'admin')) throw alreadySetUp();
    const names = { email: email.toLowerCase(), firstName, lastName };
    const id = await this.accounts.add(tx, { role: 'admin', ...names }, hash);
    if (alsoCoach) await this.states.setAlsoCoach(tx, id, true);
    const user = await this.users.findById(tx, id);
    if (!user) throw new Error('the account that was just added is not there');
    const how = { isNewDevice: false, hasSecondFactor: false };
    const signIn = this.signIns.begin(work, user, origin, how);
    const after = { userId: id, ...names, ...(alsoCoach && { alsoCoach }) };
    work.did({ actor: { id, role: 'admin' }, after });
    return { tokens: this.tokens.issue(tx, user, at, signIn), user };
  }

  private async requireNeed(): Promise<void> {
    if (!(await this.isNeeded())) throw alreadySetUp();
  }

  private async requireCode(code: string): Promise<void> {
    const tried = await this.shared.trySetUpCode(code);
    if (!tried) throw new Problem('unavailable', 'The code cannot be looked at now. Try again.');
    const { isRight, refusedForMs } = tried;
    if (refusedForMs > 0) {
      const retryAfter = Math.ceil(refusedForMs / 1_000);
      throw new Problem('too_many_attempts', TOO_MANY, { retryAfter });
    }
    if (!isRight) throw new Problem('set_up_code_wrong', WRONG, {}, { actor: ANONYMOUS });
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }
}

function alreadySetUp(): Problem {
  return new Problem('already_set_up', DONE, {}, { actor: ANONYMOUS });
}
