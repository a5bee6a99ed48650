import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Activity } from './activity.entity.js';
import { ActivityController } from './activity.controller.js';
import { ActivityRepository } from './activity.repository.js';
import { RecentActivityRepository } from './recent-activity.repository.js';
import { ActivityService } from './activity.service.js';
import { AddedRefusals } from './added-refusals.service.js';
import { AddressRetentionState } from './address-retention-state.entity.js';
import { AddressRetentionRepository } from './address-retention.repository.js';
import { AddressRetention } from './address-retention.service.js';
import { AuditInterceptor } from './audit.interceptor.js';
import { AuditedUnitOfWork } from './audited-unit-of-work.js';
import { Cleanup } from './cleanup.service.js';
import { IdempotencyRecord } from './idempotency-record.entity.js';
import { IdempotencyRecordRepository } from './idempotency-record.repository.js';
import { NamesRepository } from './names.repository.js';
import { NamesService } from './names.service.js';
import { ProblemFilter } from './problem.filter.js';
import { RefusalCount } from './refusal-count.entity.js';
import { RefusalCountsRepository } from './refusal-counts.repository.js';
import { RefusalCounts } from './refusal-counts.service.js';
import { RefusedAttempts } from './refused-attempts.service.js';
import { RejectedFields } from './rejected-fields.service.js';

/** The activity log, and the only way to change anything. */
@Module({
  imports: [
    TypeOrmModule.forFeature([Activity, AddressRetentionState, IdempotencyRecord, RefusalCount]),
  ],
  controllers: [ActivityController],
  providers: [
    ActivityRepository,
    RecentActivityRepository,
    ActivityService,
    AddedRefusals,
    AddressRetention,
    AddressRetentionRepository,
    AuditedUnitOfWork,
    Cleanup,
    IdempotencyRecordRepository,
    NamesRepository,
    NamesService,
    RefusalCounts,
    RefusalCountsRepository,
    RefusedAttempts,
    RejectedFields,
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
  exports: [
    ActivityService,
    AddedRefusals,
    AddressRetention,
    AuditedUnitOfWork,
    Cleanup,
    NamesService,
    RefusedAttempts,
    RejectedFields,
  ],
})
export class AuditModule {}
