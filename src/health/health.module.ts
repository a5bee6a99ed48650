import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { MigrationWait } from './migration-wait.service.js';
import { Overload } from './overload.service.js';

/** Whether the process lives and can serve, for whoever watches it; and whom it cannot serve. */
@Module({
  controllers: [HealthController],
  providers: [HealthService, MigrationWait, Overload],
})
export class HealthModule {}
