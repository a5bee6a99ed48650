import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { AccountAccess } from '../auth/account-access.service.js';
import { Accounts } from '../auth/accounts.service.js';
import { type Detail, detailAfter, detailChange } from '../auth/person-detail-rules.js';
import { PersonDetails } from '../auth/person-details.service.js';
import { aboutMember } from '../common/about-member.js';
import { Problem } from '../common/problem.js';
import { PhpAccounts } from '../database/php-accounts.js';
import type { Tx } from '../database/tx.js';
import { MemberAccess } from '../packages/member-access.js';
import type { ChangePersonDto } from './dto/person-input.dto.js';
import type { PersonDto } from './dto/person.dto.js';
import { type DetailedPerson, PeopleRepository, type PersonRow } from './people.repository.js';
import { People, personDto } from './people.service.js';
import {
  leaves,
  mayAlsoCoach,
  refusalOf,
  requireMayAlsoCoach,
  type Standing,
} from './person-rules.js';

const SAYS = {
  last_admin: 'The studio would have no admin who can sign in. Make another one first.',
  own_role: 'Nobody changes their own role or switches themselves off. Ask another admin.',
};

/** What a change makes of somebody. */
interface Next {
  readonly row: DetailedPerson;
  readonly after: Omit<PersonRow, 'id' | 'state' | 'disabledAt' | 'emailBouncedAt'>;
  readonly detail: Detail;
  readonly isDisabled: boolean;
}

/** Changes people: their names, role, and whether they are let in. */
@Injectable()
export class PersonChanges {
  constructor(
    private readonly accounts: Accounts,
    private readonly access: AccountAccess,
    private readonly details: PersonDetails,
    private readonly people: People,
    private readonly rows: PeopleRepository,
    private readonly phpAccounts: PhpAccounts,
    private readonly members: MemberAccess,
  ) {}

  /**
   * Changes what is given. Throws `person_not_found`, `email_taken`, `last_admin`, `own_role`,
   * `coach_has_members` with their number, `validation_failed` where only members can be without an
   * e-mail address or nobody is a coach beside this role, and `password_needed` where it opens a
   * door: another e-mail address or role, and switching somebody on.
   */
  async change(work: AuditedWork, id: number, input: ChangePersonDto): Promise<PersonDto> {
    const { tx } = work;
    const isOfAccess = input.role !== undefined || input.disabled !== undefined;
    // All who change admins wait here for each other: of two who switch each other off, one is.
    await Promise.all([isOfAccess && this.rows.lockAdmins(tx), this.access.lock(work, id)]);
    const row = await this.people.find(tx, id);
    const next = nextOf(row, input);
    if (isOfAddress(next)) this.accounts.requireEmail(next.after);
    if (input.alsoCoach) requireMayAlsoCoach(next.after.role);
    await this.requireAllowed(work, next);
    if (opensDoor(next)) work.askPassword();
    await this.write(work, next);
    if (!work.hasReported) work.didNothing();
    return personDto(await this.people.find(tx, id));
  }

  /** Ends sign-ins, device tokens and links of somebody. Throws `person_not_found`. */
  async signOut(work: AuditedWork, id: number): Promise<void> {
    await this.access.lock(work, id);
    const row = await this.people.find(work.tx, id);
    if (await this.access.signOut(work, id)) {
      work.did({ ...aboutMember(row), before: { userId: id } });
    } else {
      work.didNothing();
    }
  }

  private async requireAllowed({ tx, at, actor }: AuditedWork, next: Next): Promise<void> {
    const { row } = next;
    const [before, after] = standingsOf(next);
    const [otherAdmins, members] = await Promise.all([
      leaves({ before, after }, 'admin') ? this.countOtherAdmins(tx, row.id) : 1,
      leaves({ before, after }, 'coach') ? this.members.countTraining(tx, row.id, at) : 0,
    ]);
    const isOwn = actor.id === row.id;
    const refusal = refusalOf({ before, after, isOwn, otherAdmins, members });
    if (refusal === 'coach_has_members') {
      const detail = `Members who still train with them: ${members}. Hand them over first.`;
      throw new Problem(refusal, detail, { members });
    }
    if (refusal) throw new Problem(refusal, SAYS[refusal]);
  }

  private async countOtherAdmins(tx: Tx, id: number): Promise<number> {
    return this.rows.countOtherAdmins(tx, id, await this.phpAccounts.isOut(tx));
  }

  private async write(work: AuditedWork, next: Next): Promise<void> {
    const { row, isDisabled } = next;
    const { id } = row;
    const about = aboutMember(row);
    const changed = await this.writeFields(work, next);
    if (changed) {
      const [was, is] = [changed.before, changed.after].map((state) => ({ userId: id, ...state }));
      work.did({ ...about, before: was ?? null, after: is ?? null });
    }
    const wasDisabled = row.disabledAt !== null;
    if (isDisabled === wasDisabled) return;
    const action = isDisabled ? 'person.disabled' : 'person.enabled';
    const [was, is] = [wasDisabled, isDisabled].map((disabled) => ({ userId: id, disabled }));
    work.did({ ...about, action, before: was ?? null, after: is ?? null });
    if (isDisabled) await this.access.switchOff(work, id);
    else await this.access.switchOn(work, id);
  }

  /** Says what has changed, as the log has it; undefined for nothing. */
  private async writeFields(
    work: AuditedWork,
    { row, after, detail }: Next,
  ): Promise<{ readonly before: object; readonly after: object } | undefined> {
    const { id } = row;
    const changed = differences(row, after);
    if (changed) {
      const { role, locale, alsoCoach, ...names } = after;
      if (names.email !== row.email) await this.access.moveTo(work, id, names.email);
      await this.accounts.update(work.tx, { id, ...names });
      if (role !== row.role) await this.access.setRole(work, id, role);
      if (locale !== row.locale) await this.access.setLocale(work, id, locale);
      if (alsoCoach !== row.alsoCoach) await this.access.setAlsoCoach(work, id, alsoCoach);
    }
    const noted = detailChange(row, detail);
    if (noted) await this.details.change(work, id, row, detail);
    if (!changed && !noted) return undefined;
    const before = { ...changed?.before, ...noted?.before };
    return { before, after: { ...changed?.after, ...noted?.after } };
  }
}

function nextOf(row: DetailedPerson, input: ChangePersonDto): Next {
  const role = input.role ?? row.role;
  const after = {
    firstName: input.firstName ?? row.firstName,
    lastName: input.lastName ?? row.lastName,
    email: input.email === undefined ? row.email : (input.email?.toLowerCase() ?? null),
    role,
    alsoCoach: mayAlsoCoach(role) && (input.alsoCoach ?? row.alsoCoach),
    locale: input.locale ?? row.locale,
  };
  const detail = detailAfter(row, input);
  return { row, after, detail, isDisabled: input.disabled ?? row.disabledAt !== null };
}

function standingsOf({ row, after, isDisabled }: Next): [before: Standing, after: Standing] {
  const { role, alsoCoach } = after;
  const wasDisabled = row.disabledAt !== null;
  const before = { role: row.role, alsoCoach: row.alsoCoach, isDisabled: wasDisabled };
  return [before, { role, alsoCoach, isDisabled }];
}

/** Whether it decides who can be without an e-mail address. */
function isOfAddress({ row, after }: Next): boolean {
  return after.email !== row.email || after.role !== row.role;
}

/** By another role they may do more; by another address others sign in, which `moveTo` asks. */
function opensDoor({ row, after, isDisabled }: Next): boolean {
  const isOn = row.disabledAt !== null && !isDisabled;
  return isOn || after.role !== row.role;
}

/** The fields that change, as they were and as they become. */
function differences(
  row: PersonRow,
  after: Next['after'],
): { readonly before: object; readonly after: object } | undefined {
  const fields = (Object.keys(after) as (keyof typeof after)[]).filter(
    (field) => row[field] !== after[field],
  );
  if (fields.length === 0) return undefined;
  const of = (person: Next['after']) =>
    Object.fromEntries(fields.map((field) => [field, person[field]]));
  return { before: of(row), after: of(after) };
}
