import { Controller, Get, Header, Req, VERSION_NEUTRAL } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { AlwaysAnswered, Public } from '../http/access.js';
import type { ApiRequest } from '../http/api-request.js';
import { MetricsService } from './metrics.service.js';

/** For Prometheus and its like; outside the API and its version. */
@ApiExcludeController()
@AlwaysAnswered()
@Controller({ path: 'metrics', version: VERSION_NEUTRAL })
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  /** What all processes together have counted, for who may know it. */
  @Get()
  @Public()
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('Cache-Control', 'no-store')
  async read(@Req() request: ApiRequest): Promise<string> {
    return this.metrics.read(request);
  }
}
