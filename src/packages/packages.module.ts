import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit/audit.module.js';
import { VisibleMembers } from '../audit/visible-members.js';
import { AuthModule } from '../auth/auth.module.js';
import { CatalogueModule } from '../catalogue/catalogue.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MailModule } from '../mail/mail.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { CoachLimits } from './coach-limits.service.js';
import { CoachOwnershipGuard } from './coach-ownership.guard.js';
import { UnreconciledUsagesRepository } from './unreconciled-usages.repository.js';
import { Counter } from './counter.entity.js';
import { Freeze } from './freeze.entity.js';
import { FreezesController } from './freezes.controller.js';
import { FreezesRepository } from './freezes.repository.js';
import { FirstUseRepository } from './first-use.repository.js';
import { FirstUse } from './first-use.service.js';
import { FrozenStatuses } from './frozen-statuses.service.js';
import { GivingsRepository } from './givings.repository.js';
import { HandOversController } from './hand-overs.controller.js';
import { HandOversRepository } from './hand-overs.repository.js';
import { HandOvers } from './hand-overs.service.js';
import { HistoryRepository } from './history.repository.js';
import { LaterStarts } from './later-starts.service.js';
import { Ledger } from './ledger.service.js';
import { MemberAccess } from './member-access.js';
import { MemberAccessRepository } from './member-access.repository.js';
import { MemberBooksRepository } from './member-books.repository.js';
import { MemberBooksService } from './member-books.service.js';
import { MemberTotals } from './member-totals.service.js';
import { MemberTotalsRepository } from './member-totals.repository.js';
import { PackageFreezes } from './package-freezes.service.js';
import { PackageSales } from './package-sales.service.js';
import { PackageStatesController } from './package-states.controller.js';
import { PackageTransfers } from './package-transfers.service.js';
import { PackageTermsService } from './package-terms.service.js';
import { PackageVoids } from './package-voids.service.js';
import { Package } from './package.entity.js';
import { PackagesController } from './packages.controller.js';
import { PackagesRepository } from './packages.repository.js';
import { PackagesService } from './packages.service.js';
import { Payment } from './payment.entity.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentsRepository } from './payments.repository.js';
import { PaymentLocks } from './payment-locks.service.js';
import { Refund } from './refund.entity.js';
import { RefundsRepository } from './refunds.repository.js';
import { Refunds } from './refunds.service.js';
import { Payments } from './payments.service.js';
import { ReceiptMails } from './receipt-mails.service.js';
import { Receipts } from './receipts.service.js';
import { ReconciliationRun } from './reconciliation-run.service.js';
import { Reconciliation } from './reconciliation.service.js';
import { RemovalsRepository } from './removals.repository.js';
import { Removals } from './removals.service.js';
import { Substitution } from './substitution.entity.js';
import { SubstitutionsController } from './substitutions.controller.js';
import { SubstitutionsRepository } from './substitutions.repository.js';
import { Substitutions } from './substitutions.service.js';
import { TermsChangesRepository } from './terms-changes.repository.js';
import { TermsChanges } from './terms-changes.service.js';
import { TransferLedger } from './transfer-ledger.service.js';
import { Usage } from './usage.entity.js';
import { VisiblePackagesRepository } from './visible-packages.repository.js';
import { VisiblePackages } from './visible-packages.service.js';
import { VoidsRepository } from './voids.repository.js';

/**
 * Packages: their rules, their terms, the ledger that changes a balance together with its history,
 * and whose they are; docs/architecture.md lists which rule is in which file. Global, because the
 * activity log asks it whose members somebody sees.
 */
@Global()
@Module({
  imports: [
    ...[AuditModule, AuthModule, CatalogueModule, JobsModule, MailModule, SettingsModule],
    TypeOrmModule.forFeature([Counter, Freeze, Package, Payment, Refund, Substitution, Usage]),
  ],
  controllers: [
    ...[PackagesController, PackageStatesController, PaymentsController],
    ...[FreezesController, HandOversController, SubstitutionsController],
  ],
  providers: [
    CoachLimits,
    FirstUse,
    FirstUseRepository,
    FreezesRepository,
    FrozenStatuses,
    GivingsRepository,
    UnreconciledUsagesRepository,
    HandOvers,
    HandOversRepository,
    HistoryRepository,
    LaterStarts,
    Ledger,
    MemberAccess,
    MemberAccessRepository,
    MemberBooksRepository,
    MemberBooksService,
    MemberTotals,
    MemberTotalsRepository,
    PackageFreezes,
    PackageSales,
    PackageTermsService,
    PackageTransfers,
    PackageVoids,
    PackagesRepository,
    PackagesService,
    PaymentLocks,
    Payments,
    PaymentsRepository,
    Refunds,
    RefundsRepository,
    ReceiptMails,
    Receipts,
    Reconciliation,
    ReconciliationRun,
    Removals,
    RemovalsRepository,
    Substitutions,
    SubstitutionsRepository,
    TermsChanges,
    TermsChangesRepository,
    TransferLedger,
    VisiblePackages,
    VisiblePackagesRepository,
    VoidsRepository,
    { provide: VisibleMembers, useExisting: MemberAccess },
    { provide: APP_GUARD, useClass: CoachOwnershipGuard },
  ],
  exports: [
    CoachLimits,
    Ledger,
    MemberAccess,
    MemberBooksService,
    MemberTotals,
    PackageSales,
    PackageTermsService,
    PackagesService,
    ReconciliationRun,
    VisibleMembers,
    VisiblePackages,
  ],
})
export class PackagesModule {}
