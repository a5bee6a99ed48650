import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow, CurrentPerson } from '../http/access.js';
import type { Person } from '../common/actor.js';
import { ApiProblems, READING } from '../http/api-docs.js';
import { OverviewDto } from './dto/overview.dto.js';
import { OverviewQueryDto } from './dto/overview-query.dto.js';
import { OverviewService } from './overview.service.js';

@ApiTags('Overview')
@ApiBearerAuth()
@Controller('overview')
export class OverviewController {
  constructor(private readonly overview: OverviewService) {}

  /**
   * Sessions a week, members who run out, packages that end
   * @remarks
   * Coaches see what concerns the members assigned to them, and only their own packages.
   */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ApiOkResponse({ type: OverviewDto })
  @ApiProblems(...READING)
  async getOverview(
    @CurrentPerson() person: Person,
    @Query() query: OverviewQueryDto,
  ): Promise<OverviewDto> {
    return this.overview.get(person, query);
  }
}
