import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { AsksPassword } from '../audit/asks-password.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { Audited } from '../audit/audited.decorator.js';
import { AuditedWork } from '../audit/audited-work.js';
import { preferredLocale } from '../common/locales.js';
import type { Page } from '../common/page.js';
import { Allow, CurrentAccess } from '../http/access.js';
import {
  ApiIdempotent,
  ApiProblems,
  CHANGING,
  CHANGING_UNKEPT,
  PageOf,
  READING,
} from '../http/api-docs.js';
import { type Access, type ApiRequest, originOf } from '../http/api-request.js';
import {
  ChangePersonDto,
  InvitePersonDto,
  PeopleQueryDto,
  PersonPathDto,
} from './dto/person-input.dto.js';
import { InvitationDto, PersonDto } from './dto/person.dto.js';
import { Invitations } from './invitations.service.js';
import { People } from './people.service.js';
import { PersonChanges } from './person-changes.service.js';

@ApiTags('People')
@ApiBearerAuth()
@Controller('people')
export class PeopleController {
  constructor(
    private readonly people: People,
    private readonly invitations: Invitations,
    private readonly changes: PersonChanges,
  ) {}

  /** List people by name */
  @Get()
  @Allow({ admin: 'all' })
  @ApiOkResponse({ type: PageOf(PersonDto) })
  @ApiProblems(...READING)
  async listPeople(@Query() query: PeopleQueryDto): Promise<Page<PersonDto>> {
    return this.people.list(query);
  }

  /** Read a person */
  @Get(':personId')
  @Allow({ admin: 'all' })
  @ApiOkResponse({ type: PersonDto })
  @ApiProblems(...READING, 'person_not_found')
  async getPerson(@Param() { personId }: PersonPathDto): Promise<PersonDto> {
    return this.people.get(personId);
  }

  /**
   * Invite a person
   * @remarks
   * Adds them, and sends a mail with a link by which they set a password within seven days. Where
   * no mail is set up, or the e-mail address is nobody's (example.com and the like), the link is in
   * the answer, and nowhere else. A member without an e-mail address is added and gets no link. The
   * front desk invites members. Asks for the password, where that was given more than ten minutes
   * ago.
   */
  @Post()
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('person.invited', { status: 201, byService: true })
  @AsksPassword()
  @ApiCreatedResponse({ type: InvitationDto })
  @ApiProblems(...CHANGING_UNKEPT, 'password_needed', 'email_taken')
  async invitePerson(
    @CurrentAccess() access: Access,
    @Body() body: InvitePersonDto,
    @Req() request: ApiRequest,
  ): Promise<InvitationDto> {
    return this.invitations.invite(access, body, fromOf(request));
  }

  /**
   * Invite a person again
   * @remarks
   * As inviting them: another link is sent, or given; the older one ends. The password that they
   * have goes on until the link is used.
   */
  @Post(':personId/invite')
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('person.invited', { status: 201, byService: true })
  @AsksPassword()
  @ApiCreatedResponse({ type: InvitationDto })
  @ApiProblems(
    ...CHANGING_UNKEPT,
    'password_needed',
    ...(['person_not_found', 'person_not_active', 'email_needed'] as const),
  )
  async invitePersonAgain(
    @CurrentAccess() access: Access,
    @Param() { personId }: PersonPathDto,
    @Req() request: ApiRequest,
  ): Promise<InvitationDto> {
    return this.invitations.inviteAgain(access, personId, fromOf(request));
  }

  /**
   * Change a person, or switch one off or on
   * @remarks
   * What is not named stays. Whoever is switched off cannot sign in, and is told no more than that
   * the password is wrong; sign-ins, device tokens and links end at once, access tokens within five
   * seconds. So does an access token of another role than the new one. Asks for the password where
   * it opens a door: another e-mail address or role, and switching somebody on.
   */
  @Patch(':personId')
  @Allow({ admin: 'all' })
  @Audited('person.changed', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: PersonDto })
  @ApiProblems(
    ...CHANGING,
    ...(['password_needed', 'person_not_found', 'email_taken'] as const),
    ...(['last_admin', 'own_role', 'coach_has_members'] as const),
  )
  async changePerson(
    @Work() work: AuditedWork,
    @Param() { personId }: PersonPathDto,
    @Body() body: ChangePersonDto,
  ): Promise<PersonDto> {
    return this.changes.change(work, personId, body);
  }

  /**
   * Sign a person out everywhere
   * @remarks
   * Their sign-ins, device tokens and links end at once, access tokens within five seconds.
   */
  @Post(':personId/sign-out')
  @Allow({ admin: 'all' })
  @Audited('person.signed_out', { status: 204 })
  @HttpCode(204)
  @ApiIdempotent()
  @ApiNoContentResponse({ description: 'Signed out' })
  @ApiProblems(...CHANGING, 'person_not_found')
  async signPersonOut(
    @Work() work: AuditedWork,
    @Param() { personId }: PersonPathDto,
  ): Promise<void> {
    await this.changes.signOut(work, personId);
  }
}

function fromOf(request: ApiRequest) {
  const locale = preferredLocale(request.headers['accept-language']);
  return { origin: originOf(request), locale };
}
