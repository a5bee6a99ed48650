import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AlwaysAnswered, Public } from '../http/access.js';
import { HealthService } from './health.service.js';

/** For whoever watches the process; outside the API and its version. */
@ApiExcludeController()
@AlwaysAnswered()
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** Whether the process answers at all; touches nothing else. */
  @Get('live')
  @Public()
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Whether requests can be served. */
  @Get('ready')
  @Public()
  async ready(): Promise<{ status: 'ok' }> {
    await this.health.requireReady();
    return { status: 'ok' };
  }
}
