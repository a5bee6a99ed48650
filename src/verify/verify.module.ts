import { Module } from '@nestjs/common';
import { ComparisonRepository } from './comparison.repository.js';
import { ComparisonService } from './comparison.service.js';
import { VerifyRepository } from './verify.repository.js';
import { VerifyService } from './verify.service.js';

/** Proves on a live database that its books add up. */
@Module({
  providers: [ComparisonRepository, ComparisonService, VerifyRepository, VerifyService],
  exports: [ComparisonService, VerifyService],
})
export class VerifyModule {}
