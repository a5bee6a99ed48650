import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Work } from '../audit/audit.interceptor.js';
import { Audited } from '../audit/audited.decorator.js';
import { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import { Allow, CurrentAccess, CurrentPerson } from '../http/access.js';
import { ApiIdempotent, ApiProblems, CHANGING, READING } from '../http/api-docs.js';
import type { Access } from '../http/api-request.js';
import { SignInListDto, SignInPathDto, SignInsQueryDto } from './dto/sign-in.dto.js';
import { OnTheWayIn } from './second-factor.guard.js';
import { SignIns } from './sign-ins.service.js';

@ApiTags('Sign-in')
@ApiBearerAuth()
@Controller('auth/sign-ins')
export class SignInsController {
  constructor(private readonly signIns: SignIns) {}

  /**
   * List the sign-ins that go on
   * @remarks
   * One's own, used last first, at most 100; an admin may name another person.
   */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'all', member: 'all' })
  @OnTheWayIn()
  @ApiOkResponse({ type: SignInListDto })
  @ApiProblems(...READING)
  async listSignIns(
    @CurrentAccess() access: Access,
    @Query() { userId }: SignInsQueryDto,
  ): Promise<SignInListDto> {
    return this.signIns.list(access, userId);
  }

  /**
   * End all sign-ins
   * @remarks
   * One's own, the one of this request included; an admin may name another person. Their refresh
   * tokens open nothing any more, live updates end within seconds, and access tokens change nothing
   * more; what they may read ends with them, within minutes. Device tokens go on.
   */
  @Delete()
  @Allow({ admin: 'all', staff: 'all', coach: 'all', member: 'all' })
  @OnTheWayIn()
  @Audited('auth.sign_ins_ended', { status: 204 })
  @HttpCode(204)
  @ApiIdempotent()
  @ApiNoContentResponse({ description: 'Ended' })
  @ApiProblems(...CHANGING)
  async endSignIns(
    @Work() work: AuditedWork,
    @CurrentPerson() person: Person,
    @Query() { userId }: SignInsQueryDto,
  ): Promise<void> {
    await this.signIns.endAll(work, person, userId);
  }

  /**
   * End a sign-in
   * @remarks
   * As ending all, for one. Ending it again changes nothing.
   */
  @Delete(':signInId')
  @Allow({ admin: 'all', staff: 'all', coach: 'all', member: 'all' })
  @OnTheWayIn()
  @Audited('auth.sign_ins_ended', { status: 204 })
  @HttpCode(204)
  @ApiIdempotent()
  @ApiNoContentResponse({ description: 'Ended' })
  @ApiProblems(...CHANGING, 'sign_in_not_found')
  async endSignIn(
    @Work() work: AuditedWork,
    @CurrentPerson() person: Person,
    @Param() { signInId }: SignInPathDto,
    @Query() { userId }: SignInsQueryDto,
  ): Promise<void> {
    await this.signIns.endOne(work, person, signInId, userId);
  }
}
