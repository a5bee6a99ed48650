import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { AuthModule } from '../auth/auth.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { MembersModule } from '../members/members.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { DemoPeopleRepository } from './demo-people.repository.js';
import { DemoPlayer } from './demo-player.service.js';
import { DemoStudio } from './demo-studio.service.js';

/** A studio to try things out on. */
@Module({
  imports: [
    AuditModule,
    AuthModule,
    CatalogueModule,
    MembersModule,
    SessionsModule,
    SettingsModule,
  ],
  providers: [DemoPeopleRepository, DemoPlayer, DemoStudio],
  exports: [DemoStudio],
})
export class DemoModule {}
