import { Controller, Get, Post, UseFilters, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import { Allow, CurrentPerson } from '../http/access.js';
import type { Person } from '../common/actor.js';
import { MemberField } from '../http/request-fields.js';
import { ANYBODY, WHO_CORRECTS, WHO_SEES } from './access-rules.js';
import { PhpChanges } from './changes.service.js';
import { CalledBy, Input } from './php-input.decorator.js';
import { readAdjustment, readMember, readUndo, readUsage } from './php-input.js';
import { PhpReads } from './reads.service.js';
import { invalidAction, postRequired } from './script-problems.js';
import { PhpProblemFilter } from './php-problem.filter.js';

/** The coaches' page of the legacy system; `?action=` was made a part of the path. */
@ApiExcludeController()
@UseFilters(PhpProblemFilter)
@Controller({ path: 'coach_session_management.php', version: VERSION_NEUTRAL })
export class SessionManagementController {
  constructor(
    private readonly changes: PhpChanges,
    private readonly reads: PhpReads,
  ) {}

  @Get('test')
  @Allow(ANYBODY)
  test(@CalledBy() method: string): object {
    return this.reads.test(method);
  }

  @Get('get-session-history')
  @Allow(WHO_SEES)
  @MemberField('member_id', { mayBeNobody: true })
  async history(
    @CurrentPerson() person: Person,
    @Input(readMember) memberId: number,
  ): Promise<object> {
    return this.reads.history(person, memberId);
  }

  @Get('get-member-session-info')
  @Allow(WHO_SEES)
  @MemberField('member_id', { mayBeNobody: true })
  async sessionInfo(
    @CurrentPerson() person: Person,
    @Input(readMember) memberId: number,
  ): Promise<object> {
    return this.reads.sessionInfo(person, memberId);
  }

  @Post('undo-session-usage')
  @Allow(WHO_CORRECTS)
  @MemberField('member_id')
  @Audited('session.undone', { status: 200 })
  async undoUsage(
    @Work() work: AuditedWork,
    @Input(readUndo) input: ReturnType<typeof readUndo>,
  ): Promise<object> {
    return this.changes.undoUsage(work, input);
  }

  @Post('adjust-session-count')
  @Allow(WHO_CORRECTS)
  @MemberField('member_id')
  @Audited('balance.adjusted', { status: 200 })
  async adjustCount(
    @Work() work: AuditedWork,
    @Input(readAdjustment) input: ReturnType<typeof readAdjustment>,
  ): Promise<object> {
    return this.changes.adjustCount(work, input);
  }

  @Post('add-session-usage')
  @Allow(WHO_CORRECTS)
  @MemberField('member_id')
  @Audited('session.used', { status: 200 })
  async addUsage(
    @Work() work: AuditedWork,
    @Input(readUsage) input: ReturnType<typeof readUsage>,
  ): Promise<object> {
    return this.changes.addUsage(work, input);
  }

  @Get('invalid-action')
  @Allow(ANYBODY)
  invalidAction(): never {
    throw invalidAction();
  }

  @Get('post-required')
  @Allow(ANYBODY)
  postRequired(): never {
    throw postRequired();
  }
}
