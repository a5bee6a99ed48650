import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { VisibleMembers } from '../audit/visible-members.js';
import { AuthModule } from '../auth/auth.module.js';
import { Coach } from './coach.entity.js';
import { CoachesController } from './coaches.controller.js';
import { CoachesService } from './coaches.service.js';
import { CoachOwnershipGuard } from './coach-ownership.guard.js';
import { ExternalBookings } from './external-bookings.service.js';
import { ExternalChanges } from './external-changes.service.js';
import { ExternalEntriesRepository } from './external-entries.repository.js';
import { HistoryEntriesRepository } from './history-entries.repository.js';
import { MemberAccess } from './member-access.js';
import { MemberAccessRepository } from './member-access.repository.js';
import { MemberStandingsRepository } from './member-standings.repository.js';
import { MemberStandings } from './member-standings.service.js';
import { MemberTotalsRepository } from './member-totals.repository.js';
import { MembersController } from './members.controller.js';
import { MembersRepository } from './members.repository.js';
import { MembersService } from './members.service.js';
import { Package } from './package.entity.js';
import { PackageTermsService } from './package-terms.service.js';
import { PackagesController } from './packages.controller.js';
import { PackagesRepository } from './packages.repository.js';
import { PackagesService } from './packages.service.js';
import { VisiblePackagesRepository } from './visible-packages.repository.js';
import { VisiblePackages } from './visible-packages.service.js';

/** People and their packages. Global, because the activity log asks it whose members one sees. */
@Global()
@Module({
  imports: [AuditModule, AuthModule, TypeOrmModule.forFeature([Coach, Package])],
  controllers: [CoachesController, MembersController, PackagesController],
  providers: [
    CoachesService,
    ExternalBookings,
    ExternalChanges,
    ExternalEntriesRepository,
    HistoryEntriesRepository,
    MemberAccess,
    MemberAccessRepository,
    MemberStandings,
    MemberStandingsRepository,
    MemberTotalsRepository,
    MembersRepository,
    MembersService,
    PackageTermsService,
    PackagesRepository,
    PackagesService,
    VisiblePackages,
    VisiblePackagesRepository,
    { provide: VisibleMembers, useExisting: MemberAccess },
    { provide: APP_GUARD, useClass: CoachOwnershipGuard },
  ],
  exports: [
    ExternalBookings,
    MemberAccess,
    MemberStandings,
    MembersService,
    PackageTermsService,
    PackagesService,
    VisibleMembers,
    VisiblePackages,
  ],
})
export class MembersModule {}
