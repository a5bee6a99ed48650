import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems, PageOf, READING } from '../http/api-docs.js';
import type { Person } from '../common/actor.js';
import type { Page } from '../common/page.js';
import { ActivityService } from './activity.service.js';
import { ActivityDto } from './dto/activity.dto.js';
import { ActivityQueryDto } from './dto/activity-query.dto.js';
import { Allow, CurrentPerson } from '../http/access.js';

@ApiTags('Activity')
@ApiBearerAuth()
@Controller('activity')
export class ActivityController {
  constructor(private readonly activity: ActivityService) {}

  /**
   * Read the activity log, newest first
   * @remarks
   * Every change, with what was before and after it, and every refused attempt to make one.
   * Coaches see what concerns their members: what was done, their own refused attempts, and those
   * of the members themselves and of the front desk. IP addresses, request ids and contact data are
   * for staff and admins; the first two also for who did it.
   */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'assigned' })
  @ApiOkResponse({ type: PageOf(ActivityDto) })
  @ApiProblems(...READING, 'not_your_member')
  async listActivity(
    @CurrentPerson() person: Person,
    @Query() query: ActivityQueryDto,
  ): Promise<Page<ActivityDto>> {
    return this.activity.list(person, query);
  }
}
