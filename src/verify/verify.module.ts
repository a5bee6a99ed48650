import { Module } from '@nestjs/common';
import { VerifyRepository } from './verify.repository.js';
import { VerifyService } from './verify.service.js';

/** Proves on a live database that its books add up. */
@Module({
  providers: [VerifyRepository, VerifyService],
  exports: [VerifyService],
})
export class VerifyModule {}
