import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { AccountAccess } from '../auth/account-access.service.js';
import { type Contact, Accounts } from '../auth/accounts.service.js';
import { LinkMails } from '../auth/link-mails.service.js';
import { detailAfter, detailChange, NO_DETAIL } from '../auth/person-detail-rules.js';
import { PersonDetails } from '../auth/person-details.service.js';
import type { Locale } from '../common/locales.js';
import { Problem } from '../common/problem.js';
import { NO_BOUNCE } from '../database/bounced-email.js';
import { NO_PASSWORD } from '../database/php-accounts.js';
import { MemberBooksService } from '../packages/member-books.service.js';
import { Settings } from '../settings/settings.service.js';
import type { CreatedMemberDto } from './dto/created-member.dto.js';
import type { MemberDto } from './dto/member.dto.js';
import type { ChangeMemberDto, CreateMemberDto } from './dto/member-input.dto.js';
import { memberDto, memberNotFound } from './member-answers.js';
import { type DetailedMember, MembersRepository } from './members.repository.js';

const NO_EMAIL = 'Nobody is invited without an e-mail address. Enter one, or do not invite.';

/** Adds members, and changes what the studio knows of them. */
@Injectable()
export class MemberChanges {
  constructor(
    private readonly members: MembersRepository,
    private readonly accounts: Accounts,
    private readonly access: AccountAccess,
    private readonly details: PersonDetails,
    private readonly mails: LinkMails,
    private readonly books: MemberBooksService,
    private readonly settings: Settings,
  ) {}

  /**
   * Adds a member, and sends or gives a link where that is asked for: in the language of whoever
   * asks, if it is known. Throws `email_taken`, and for a link `email_needed` and
   * `password_needed`.
   */
  async create(
    work: AuditedWork,
    input: CreateMemberDto,
    locale?: Locale,
  ): Promise<CreatedMemberDto> {
    const { firstName, lastName = '' } = input;
    const names = { firstName, lastName, email: input.email?.toLowerCase() ?? null };
    const detail = detailAfter(NO_DETAIL, input);
    if (input.invite) work.askPassword();
    // Whoever keeps the accounts gives the member a password.
    const id = await this.accounts.add(work.tx, { role: 'member', ...names }, NO_PASSWORD);
    const noted = detailChange(NO_DETAIL, detail);
    if (noted) await this.details.change(work, id, NO_DETAIL, detail);
    work.did({ memberId: id, after: { ...names, ...noted?.after } });
    const invited = input.invite ? await this.invite(work, { id, ...names }, locale) : {};
    return {
      ...(await this.describe(work, { id, ...names, ...detail, ...NO_BOUNCE })),
      ...invited,
    };
  }

  private async invite(
    work: AuditedWork,
    { id, email }: { readonly id: number; readonly email: string | null },
    locale: Locale | undefined,
  ): Promise<Pick<CreatedMemberDto, 'invitation'>> {
    if (email === null) throw new Problem('email_needed', NO_EMAIL);
    work.did({ action: 'person.invited', memberId: id, after: { userId: id } });
    return { invitation: await this.mails.invite(work, { id, email }, locale) };
  }

  /**
   * Throws `email_taken` or `member_not_found`, and `password_needed` where the e-mail address
   * becomes another one: by that the account is signed in to, and would be taken over. Who has none
   * any more is signed out everywhere.
   */
  async change(work: AuditedWork, memberId: number, input: ChangeMemberDto): Promise<MemberDto> {
    const row = await this.members.lockById(work.tx, memberId);
    if (!row) throw memberNotFound(memberId);
    const is = {
      firstName: input.firstName ?? row.firstName,
      lastName: input.lastName ?? row.lastName,
      email: input.email === undefined ? row.email : (input.email?.toLowerCase() ?? null),
    };
    const detail = detailAfter(row, input);
    const noted = detailChange(row, detail);
    const isOther = JSON.stringify(namesOf(row)) !== JSON.stringify(is);
    if (isOther) {
      if (is.email !== row.email) await this.access.moveTo(work, memberId, is.email);
      await this.accounts.update(work.tx, { id: memberId, ...is });
    }
    if (noted) await this.details.change(work, memberId, row, detail);
    if (isOther || noted) {
      const before = { ...namesOf(row), ...noted?.before };
      work.did({ memberId, before, after: { ...is, ...noted?.after } });
    } else {
      work.didNothing();
    }
    return this.describe(work, { ...row, ...is, ...detail });
  }

  private async describe({ tx, at }: AuditedWork, row: DetailedMember): Promise<MemberDto> {
    const thresholds = this.settings.values;
    return memberDto(row, await this.books.of(tx, row.id, at), { at, thresholds });
  }
}

function namesOf({ firstName, lastName, email }: Contact): Contact {
  return { firstName, lastName, email };
}
