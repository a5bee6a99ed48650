import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { MembersModule } from '../members/members.module.js';
import { CorrectionsService } from './corrections.service.js';
import { HistoryService } from './history.service.js';
import { PackageSummary } from './package-summary.view.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { Usage } from './usage.entity.js';
import { UsageDescriptions } from './usage-descriptions.service.js';
import { UsagesRepository } from './usages.repository.js';

/** Sessions used up, given back and corrected, and the history of all that. */
@Module({
  imports: [AuditModule, MembersModule, TypeOrmModule.forFeature([Usage, PackageSummary])],
  controllers: [SessionsController],
  providers: [
    CorrectionsService,
    HistoryService,
    SessionsService,
    UsageDescriptions,
    UsagesRepository,
  ],
  exports: [CorrectionsService, SessionsService],
})
export class SessionsModule {}
