import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { CoachApiController } from './coach-api.controller.js';
import { PhpChanges } from './changes.service.js';
import { PhpReads } from './reads.service.js';
import { PhpReadsRepository } from './reads.repository.js';
import { SessionManagementController } from './session-management.controller.js';

/** The two PHP scripts that the old app calls, on the same services. */
@Module({
  imports: [AuditModule, SessionsModule],
  controllers: [SessionManagementController, CoachApiController],
  providers: [PhpChanges, PhpReads, PhpReadsRepository],
})
export class PhpApiModule {}
