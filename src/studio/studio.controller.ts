import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../http/access.js';
import { ApiProblems } from '../http/api-docs.js';
import { StudioDto } from './dto/studio.dto.js';
import { StudioService } from './studio.service.js';

@ApiTags('Studio')
@ApiBearerAuth()
@Controller('studio')
export class StudioController {
  constructor(private readonly studio: StudioService) {}

  /** What day it is in the studio, and which limits its rules set */
  @Get()
  @Allow({ admin: 'all', staff: 'all', coach: 'all', member: 'all' })
  @ApiOkResponse({ type: StudioDto })
  @ApiProblems('validation_failed', 'not_signed_in', 'token_expired')
  getStudio(): StudioDto {
    return this.studio.describe();
  }
}
