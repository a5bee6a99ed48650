import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Audited } from '../audit/audited.decorator.js';
import { Work } from '../audit/audit.interceptor.js';
import { AuditedWork } from '../audit/audited-work.js';
import type { Person } from '../common/actor.js';
import { Allow, CurrentPerson } from '../http/access.js';
import { ApiIdempotent, ApiProblems, CHANGING, READING } from '../http/api-docs.js';
import {
  ChangeSubstitutionDto,
  SetSubstitutionDto,
  SubstitutedPathDto,
  SubstitutionDto,
  SubstitutionListDto,
  SubstitutionPathDto,
} from './dto/substitution.dto.js';
import { Substitutions } from './substitutions.service.js';

/** What can be wrong with days and people. */
const OF_DAYS = [
  ...(['coach_not_found', 'person_not_active', 'substitution_too_long'] as const),
  ...(['already_substituted', 'substitute_away'] as const),
] as const;

@ApiTags('People')
@ApiBearerAuth()
@Controller()
export class SubstitutionsController {
  constructor(private readonly substitutions: Substitutions) {}

  /**
   * List for whom you stand in, and who stands in for you
   * @remarks
   * Those in force today or to come, the earliest first.
   */
  @Get('substitutions')
  @Allow({ admin: 'all', staff: 'all', coach: 'all' })
  @ApiOkResponse({ type: SubstitutionListDto })
  @ApiProblems(...READING)
  async listOwnSubstitutions(@CurrentPerson() person: Person): Promise<SubstitutionListDto> {
    return this.substitutions.own(person);
  }

  /** List the substitutions of a coach, the newest first: the last 100 */
  @Get('people/:personId/substitutions')
  @Allow({ admin: 'all', staff: 'all' })
  @ApiOkResponse({ type: SubstitutionListDto })
  @ApiProblems(...READING, 'coach_not_found')
  async listSubstitutions(@Param() { personId }: SubstitutedPathDto): Promise<SubstitutionListDto> {
    return this.substitutions.list(personId);
  }

  /**
   * Have a coach stand in for another one
   * @remarks
   * On these studio days the substitute reaches the members of the coach, or the one member, by
   * naming the coach (`coachId`), and uses their sessions. What was sold stays with the coach.
   */
  @Post('people/:personId/substitutions')
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('substitution.set', { status: 201 })
  @ApiIdempotent()
  @ApiCreatedResponse({ type: SubstitutionDto })
  @ApiProblems(...CHANGING, ...OF_DAYS, 'same_coach', 'member_not_found', 'reason_code_unknown')
  async setSubstitution(
    @Work() work: AuditedWork,
    @Param() { personId }: SubstitutedPathDto,
    @Body() body: SetSubstitutionDto,
  ): Promise<SubstitutionDto> {
    return this.substitutions.set(work, personId, body);
  }

  /**
   * Shorten, lengthen or end a substitution, or take it back
   * @remarks
   * Yesterday as the last day ends it at once.
   */
  @Patch('people/:personId/substitutions/:substitutionId')
  @Allow({ admin: 'all', staff: 'all' })
  @Audited('substitution.changed', { status: 200 })
  @ApiIdempotent()
  @ApiOkResponse({ type: SubstitutionDto })
  @ApiProblems(...CHANGING, ...OF_DAYS, 'substitution_not_found', 'substitution_over')
  async changeSubstitution(
    @Work() work: AuditedWork,
    @Param() path: SubstitutionPathDto,
    @Body() body: ChangeSubstitutionDto,
  ): Promise<SubstitutionDto> {
    return this.substitutions.change(work, path, body);
  }
}
