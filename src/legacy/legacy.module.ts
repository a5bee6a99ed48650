import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { CoachApiController } from './coach-api.controller.js';
import { LegacyChanges } from './legacy-changes.service.js';
import { LegacyReads } from './legacy-reads.service.js';
import { LegacyRepository } from './legacy.repository.js';
import { SessionManagementController } from './session-management.controller.js';

/** The two PHP scripts that the old app calls, as one more door to the same services. */
@Module({
  imports: [AuditModule, SessionsModule],
  controllers: [SessionManagementController, CoachApiController],
  providers: [LegacyChanges, LegacyReads, LegacyRepository],
})
export class LegacyModule {}
