import { Module } from '@nestjs/common';
import { ComparisonRepository } from './comparison.repository.js';
import { ComparisonService } from './comparison.service.js';

/** What an operator runs before, during and after taking over a PHP database. */
@Module({
  providers: [ComparisonRepository, ComparisonService],
  exports: [ComparisonService],
})
export class AdoptionModule {}
