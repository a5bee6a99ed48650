import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { SettingRow } from './setting.entity.js';
import { SettingChanges } from './setting-changes.service.js';
import { SettingsController } from './settings.controller.js';
import { SettingsRepository } from './settings.repository.js';
import { Reasons } from './reasons.service.js';
import { Settings } from './settings.service.js';

/** What the studio sets for itself, without an operator and without a restart. */
@Module({
  imports: [TypeOrmModule.forFeature([SettingRow]), AuditModule],
  controllers: [SettingsController],
  providers: [Reasons, SettingChanges, Settings, SettingsRepository],
  exports: [Reasons, SettingChanges, Settings],
})
export class SettingsModule {}
