import { Injectable } from '@nestjs/common';
import { AuditedUnitOfWork } from '../audit/audited-unit-of-work.js';
import type { AuditedWork } from '../audit/audited-work.js';
import { AccountAccess } from '../auth/account-access.service.js';
import { Accounts } from '../auth/accounts.service.js';
import { detailAfter, detailChange, NO_DETAIL } from '../auth/person-detail-rules.js';
import { PersonDetails } from '../auth/person-details.service.js';
import { LinkMails } from '../auth/link-mails.service.js';
import { aboutMember } from '../common/about-member.js';
import type { Role } from '../common/actor.js';
import type { Locale } from '../common/locales.js';
import { Problem } from '../common/problem.js';
import { NO_PASSWORD } from '../database/php-accounts.js';
import type { Access, Origin } from '../http/api-request.js';
import type { InvitePersonDto } from './dto/person-input.dto.js';
import type { InvitationDto } from './dto/person.dto.js';
import { PeopleRepository, type PersonRow } from './people.repository.js';
import { People, personDto } from './people.service.js';
import { mayInvite, requireMayAlsoCoach } from './person-rules.js';

/** Where an invitation comes from, and the language of who invites, if known. */
interface From {
  readonly origin: Origin;
  readonly locale: Locale | undefined;
}

const FOR_ADMINS = 'Only an admin invites others than members.';
const NO_EMAIL = 'Nobody signs in without an e-mail address. Enter it first.';
const NOT_ACTIVE = 'This person is switched off, or kept out by PHP. Switch them on first.';

/**
 * Invites people: by mail, or by a link in the answer, where none is set up or the e-mail address
 * is nobody's. That is the only place where it ever stands, so there is no idempotency record: the
 * same request again is refused, or makes another link.
 */
@Injectable()
export class Invitations {
  constructor(
    private readonly auditedWork: AuditedUnitOfWork,
    private readonly accounts: Accounts,
    private readonly access: AccountAccess,
    private readonly details: PersonDetails,
    private readonly mails: LinkMails,
    private readonly people: People,
    private readonly rows: PeopleRepository,
  ) {}

  /**
   * Adds somebody, and sends or gives a link; none to a member without an e-mail address. Throws
   * `email_taken`, `validation_failed` for others without one, and `forbidden` for a role.
   */
  async invite(access: Access, input: InvitePersonDto, from: From): Promise<InvitationDto> {
    const { role, locale, alsoCoach = false, firstName, lastName = '' } = input;
    requireMayInvite(access, role);
    if (alsoCoach) requireMayAlsoCoach(role);
    const names = { email: input.email?.toLowerCase() ?? null, firstName, lastName };
    const detail = detailAfter(NO_DETAIL, input);
    return this.auditedWork.runWithoutIdempotency(commandOf(access, from), async (work) => {
      const id = await this.accounts.add(work.tx, { role, ...names }, NO_PASSWORD);
      if (locale !== undefined) await this.access.setLocale(work, id, locale);
      if (alsoCoach) await this.access.setAlsoCoach(work, id, true);
      const noted = detailChange(NO_DETAIL, detail);
      if (noted) await this.details.change(work, id, NO_DETAIL, detail);
      const after = { ...names, ...noted?.after, ...(alsoCoach && { alsoCoach }) };
      if (names.email === null) {
        work.did({ action: 'member.created', memberId: id, after });
        return this.withoutLink(work, id);
      }
      work.did({ ...aboutMember({ id, role }), after: { userId: id, role, ...after } });
      return this.linkFor(work, await this.people.find(work.tx, id), from);
    });
  }

  /**
   * Sends or gives another link to somebody; the older one ends. Throws `person_not_found`,
   * `person_not_active`, `email_needed`, and `forbidden` where the role is not for the inviter.
   */
  async inviteAgain(access: Access, id: number, from: From): Promise<InvitationDto> {
    return this.auditedWork.runWithoutIdempotency(commandOf(access, from), async (work) => {
      await this.access.lock(work, id);
      const row = await this.people.find(work.tx, id);
      requireMayInvite(access, row.role);
      if (row.state === 'disabled' || row.state === 'kept_out') {
        throw new Problem('person_not_active', NOT_ACTIVE);
      }
      work.did({ ...aboutMember(row), after: { userId: id } });
      return this.linkFor(work, row, from);
    });
  }

  private async withoutLink({ tx }: AuditedWork, id: number): Promise<InvitationDto> {
    const person = personDto(await this.people.find(tx, id));
    return { person, isMailed: false, link: null, expiresAt: null };
  }

  private async linkFor(work: AuditedWork, row: PersonRow, from: From): Promise<InvitationDto> {
    const { id, email } = row;
    if (email === null) throw new Problem('email_needed', NO_EMAIL);
    const invited = await this.mails.invite(work, { id, email }, from.locale);
    return { person: personDto(row), ...invited };
  }
}

function requireMayInvite({ person }: Access, role: Role): void {
  if (!mayInvite(person.role, role)) throw new Problem('forbidden', FOR_ADMINS);
}

function commandOf(access: Access, { origin }: From) {
  return {
    action: 'person.invited',
    actor: access.person,
    access,
    origin,
    status: 201,
  } as const;
}
