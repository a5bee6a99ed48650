import { Controller, Get, Post, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import { Allow, CurrentPerson } from '../http/access.js';
import type { Person } from '../common/actor.js';
import { MemberField } from '../http/request-fields.js';
import { ANYBODY, WHO_SEES } from './access-rules.js';
import { PhpChanges } from './changes.service.js';
import { Input } from './php-input.decorator.js';
import { readMemberAndCoach, readUserAndCoach } from './php-input.js';
import { PhpReads } from './reads.service.js';
import { invalidEndpoint, postRequired } from './script-problems.js';
import { PhpProblemFilter } from './php-problem.filter.js';

/** What the members' app asks of the legacy system around a workout. */
@ApiExcludeController()
@UseFilters(PhpProblemFilter)
@Controller({ path: 'coach_api.php', version: VERSION_NEUTRAL })
export class CoachApiController {
  constructor(
    private readonly changes: PhpChanges,
    private readonly reads: PhpReads,
  ) {}

  @Post('deduct-session')
  @Allow(WHO_SEES)
  @MemberField('member_id')
  @Audited('session.deducted', { status: 200 })
  async deductSession(
    @Work() work: AuditedWork,
    @Input(readMemberAndCoach) pair: ReturnType<typeof readMemberAndCoach>,
  ): Promise<object> {
    return this.changes.deductSession(work, pair);
  }

  @Get('get-remaining-sessions')
  @Allow(WHO_SEES)
  @MemberField('user_id', { mayBeNobody: true })
  async remainingSessions(
    @CurrentPerson() person: Person,
    @Input(readUserAndCoach) pair: ReturnType<typeof readUserAndCoach>,
  ): Promise<object> {
    return this.reads.remainingSessions(person, pair);
  }

  @Get('check-session-availability')
  @Allow(WHO_SEES)
  @MemberField('user_id', { mayBeNobody: true })
  async availability(
    @CurrentPerson() person: Person,
    @Input(readUserAndCoach) pair: ReturnType<typeof readUserAndCoach>,
  ): Promise<object> {
    return this.reads.availability(person, pair);
  }

  @Get('invalid-action')
  @Allow(ANYBODY)
  invalidAction(): never {
    throw invalidEndpoint();
  }

  @Get('post-required')
  @Allow(ANYBODY)
  postRequired(): never {
    throw postRequired();
  }
}
