import { Module } from '@nestjs/common';
import { MembersModule } from '../members/members.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { OverviewController } from './overview.controller.js';
import { OverviewRepository } from './overview.repository.js';
import { OverviewService } from './overview.service.js';

/** Figures over many members. It reads; nothing else knows that it is there. */
@Module({
  imports: [MembersModule, SettingsModule],
  controllers: [OverviewController],
  providers: [OverviewRepository, OverviewService],
})
export class ReportsModule {}
