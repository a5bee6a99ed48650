import { Module } from '@nestjs/common';
import { FrozenRepository } from './frozen.repository.js';
import { ApprovalsRepository } from './approvals.repository.js';
import { MoneyRepository } from './money.repository.js';
import { OwedRepository } from './owed.repository.js';
import { RecordsRepository } from './records.repository.js';
import { SealsRepository } from './seals.repository.js';
import { TransferSumsRepository } from './transfers.repository.js';
import { VerifyRepository } from './verify.repository.js';
import { VerifyService } from './verify.service.js';

/** Proves on a live database that its books add up. */
@Module({
  providers: [
    FrozenRepository,
    ApprovalsRepository,
    MoneyRepository,
    OwedRepository,
    TransferSumsRepository,
    RecordsRepository,
    SealsRepository,
    VerifyRepository,
    VerifyService,
  ],
  exports: [VerifyService],
})
export class VerifyModule {}
