import { Module } from '@nestjs/common';
import { SettingsModule } from '../settings/settings.module.js';
import { StudioController } from './studio.controller.js';
import { StudioService } from './studio.service.js';

/** The studio's day and limits, so that clients need no copy of them. */
@Module({
  imports: [SettingsModule],
  controllers: [StudioController],
  providers: [StudioService],
})
export class StudioModule {}
