import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../http/access.js';
import { ApiProblems, PageOf, READING } from '../http/api-docs.js';
import type { Page } from '../common/page.js';
import { CoachesService } from './coaches.service.js';
import { CoachDto } from './dto/coach.dto.js';
import { CoachesQueryDto } from './dto/coaches-query.dto.js';

@ApiTags('Coaches')
@ApiBearerAuth()
@Controller('coaches')
export class CoachesController {
  constructor(private readonly coaches: CoachesService) {}

  /** List coaches by name, without those who are switched off */
  @Get()
  @Allow({ admin: 'all', staff: 'all' })
  @ApiOkResponse({ type: PageOf(CoachDto) })
  @ApiProblems(...READING)
  async listCoaches(@Query() query: CoachesQueryDto): Promise<Page<CoachDto>> {
    return this.coaches.list(query);
  }
}
