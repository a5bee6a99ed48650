import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

/** Whether the process lives and can serve, for whoever watches it. */
@Module({ controllers: [HealthController], providers: [HealthService] })
export class HealthModule {}
