import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Public } from '../http/access.js';
import { ApiProblems } from '../http/api-docs.js';
import { StudioDto } from './dto/studio.dto.js';
import { StudioService } from './studio.service.js';

@ApiTags('Studio')
@Controller('studio')
export class StudioController {
  constructor(private readonly studio: StudioService) {}

  /**
   * What day it is in the studio, which limits its rules set, and whether it has an admin
   * @remarks
   * Open to everybody: whoever is about to set the studio up has nothing to sign in with.
   */
  @Get()
  @Public()
  @ApiOkResponse({ type: StudioDto })
  @ApiProblems('validation_failed')
  async getStudio(): Promise<StudioDto> {
    return this.studio.describe();
  }
}
