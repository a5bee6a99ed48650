import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { PackagesModule } from '../packages/packages.module.js';
import { ApprovalActs } from './approval-acts.service.js';
import { ApprovalDecisions } from './approval-decisions.service.js';
import { ApprovalDescriptions } from './approval-descriptions.service.js';
import { ApprovalRequest } from './approval-request.entity.js';
import { ApprovalRequestsRepository } from './approval-requests.repository.js';
import { ApprovalRequests } from './approval-requests.service.js';
import { ApprovalsController } from './approvals.controller.js';
import { CorrectionsService } from './corrections.service.js';
import { HistoryService } from './history.service.js';
import { LinesRepository } from './lines.repository.js';
import { OwedDescriptions } from './owed-descriptions.service.js';
import { OwedSessionsController } from './owed-sessions.controller.js';
import { OwedSessionsRepository } from './owed-sessions.repository.js';
import { OwedSessions } from './owed-sessions.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TransfersRepository } from './transfers.repository.js';
import { UsageChanges } from './usage-changes.service.js';
import { UsageDescriptions } from './usage-descriptions.service.js';
import { UsageLocks } from './usage-locks.service.js';
import { UsagesController } from './usages.controller.js';
import { UsagesRepository } from './usages.repository.js';

/** Sessions used up, given back and corrected, and the history of all that. */
@Module({
  imports: [
    ...[AuditModule, PackagesModule, SettingsModule],
    TypeOrmModule.forFeature([ApprovalRequest]),
  ],
  controllers: [ApprovalsController, OwedSessionsController, SessionsController, UsagesController],
  providers: [
    ApprovalActs,
    ApprovalDecisions,
    ApprovalDescriptions,
    ApprovalRequests,
    ApprovalRequestsRepository,
    CorrectionsService,
    HistoryService,
    LinesRepository,
    OwedDescriptions,
    OwedSessions,
    OwedSessionsRepository,
    SessionsService,
    UsageChanges,
    UsageDescriptions,
    UsageLocks,
    TransfersRepository,
    UsagesRepository,
  ],
  exports: [CorrectionsService, SessionsService],
})
export class SessionsModule {}
