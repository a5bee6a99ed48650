import { Module } from '@nestjs/common';
import { RecordsRepository } from './records.repository.js';
import { VerifyRepository } from './verify.repository.js';
import { VerifyService } from './verify.service.js';

/** Proves on a live database that its books add up. */
@Module({
  providers: [RecordsRepository, VerifyRepository, VerifyService],
  exports: [VerifyService],
})
export class VerifyModule {}
