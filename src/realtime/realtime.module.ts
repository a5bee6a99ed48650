import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { EventStreams } from './event-streams.service.js';
import { EventsController } from './events.controller.js';
import { LiveApprovals } from './live-approvals.service.js';
import { LivePackages } from './live-packages.service.js';

/** Live updates: publishes what was committed. No other module depends on it. */
@Module({
  imports: [AuditModule, AuthModule],
  controllers: [EventsController],
  providers: [EventStreams, LiveApprovals, LivePackages],
})
export class RealtimeModule {}
