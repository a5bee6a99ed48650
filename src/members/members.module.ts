import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { PackagesModule } from '../packages/packages.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { CoachesController } from './coaches.controller.js';
import { CoachesService } from './coaches.service.js';
import { MemberChanges } from './member-changes.service.js';
import { MemberStandingsRepository } from './member-standings.repository.js';
import { MemberStandings } from './member-standings.service.js';
import { MembersController } from './members.controller.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';

/** People: the studio's members and coaches, and who of them needs attention. */
@Module({
  imports: [AuditModule, PackagesModule, SettingsModule],
  controllers: [CoachesController, MembersController],
  providers: [
    CoachesService,
    MemberChanges,
    MemberStandings,
    MemberStandingsRepository,
    MembersRepository,
    MembersService,
  ],
  exports: [MemberChanges, MemberStandings],
})
export class MembersModule {}
