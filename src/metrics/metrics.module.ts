import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { JobsToCome } from './jobs-to-come.service.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsService } from './metrics.service.js';
import { ProcessMeter } from './process-meter.service.js';

/** What all processes count, for whoever watches them. */
@Module({
  imports: [AuditModule, JobsModule],
  controllers: [MetricsController],
  providers: [JobsToCome, MetricsService, ProcessMeter],
})
export class MetricsModule {}
