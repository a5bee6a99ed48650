import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { sessionsOf } from '../catalogue/catalogue-rules.js';
import { Catalogue } from '../catalogue/catalogue.service.js';
import { type StudioDay, studioDayOf } from '../common/studio-day.js';
import type { Why } from '../common/why.js';
import { Config } from '../config/config.js';
import { Reasons } from '../settings/reasons.service.js';
import { Settings } from '../settings/settings.service.js';
import type { GrantPackageDto } from './dto/package-input.dto.js';
import type { PackageDto } from './dto/package.dto.js';
import { futureOrNull } from './end-rules.js';
import { laterStart, startsByItself } from './later-start-rules.js';
import { LaterStarts } from './later-starts.service.js';
import { Ledger } from './ledger.service.js';
import { MemberAccess } from './member-access.js';
import { MemberAccessRepository } from './member-access.repository.js';
import type { Package } from './package.entity.js';
import { countsSessions } from './package-rules.js';
import { Payments } from './payments.service.js';
import { PackagesService } from './packages.service.js';
import {
  agreedStatus,
  type Approvals,
  approvalsByCoach,
  approvalsByDesk,
  endAfter,
  requireCoaching,
  requireOneWay,
  type Snapshot,
  snapshotOf,
  toldOf,
  WITHOUT_ITEM,
} from './sale-rules.js';

/** Sells packages: by the price list, or as somebody types them. */
@Injectable()
export class PackageSales {
  constructor(
    private readonly config: Config,
    private readonly access: MemberAccess,
    private readonly people: MemberAccessRepository,
    private readonly packages: PackagesService,
    private readonly ledger: Ledger,
    private readonly settings: Settings,
    private readonly reasons: Reasons,
    private readonly catalogue: Catalogue,
    private readonly payments: Payments,
    private readonly laterStarts: LaterStarts,
  ) {}

  /**
   * Grants a member a package with a coach. Coaches sell packages with themselves, where the studio
   * has set so as this process knows it: up to five seconds ago. Throws `coach_not_found`,
   * `coach_sales_off`, `forbidden`, `not_your_member` where a coach names another one,
   * `person_not_active` where the coach is switched off, `reason_code_unknown`, `item_not_found`,
   * `item_archived`, `item_of_other_coach`, or `validation_failed`, also where another price than
   * the list's has no reason. Money that is given at once may be refused as `Payments.take` does.
   */
  async grant(work: AuditedWork, memberId: number, input: GrantPackageDto): Promise<PackageDto> {
    const { tx, at } = work;
    const { coachId } = input;
    const why = this.reasons.of(input);
    const approvals = this.approvalsOf(work, input);
    requireOneWay(input);
    const { told, startsOn, ...sold } =
      input.catalogueItemId === undefined
        ? typed(work, input)
        : await this.byItem(work, input, input.catalogueItemId, why);
    await this.requireCoach(work, coachId);
    const isCounted = countsSessions(sold, tx.countedRateTypes);
    const sale = newPackage(work, { coachId, memberId, ...sold, isCounted }, approvals);
    const granted = await this.ledger.grant(work, sale, why, told);
    const begun = startsOn ? await this.laterStarts.begin(work, granted, startsOn) : granted;
    return this.packages.describeOne(tx, await this.paid(work, begun, input), at);
  }

  /** What is sold by an item of the price list. */
  private async byItem(
    work: AuditedWork,
    input: GrantPackageDto,
    itemId: number,
    why: Why,
  ): Promise<Sold> {
    const item = await this.catalogue.lockToSell(work, itemId, input.coachId);
    const snapshot = snapshotOf(item, input, why);
    const { rateType, activation, validDays } = item;
    const { countedRateTypes } = work.tx;
    // The studio may count other types than it did when the item was added.
    const sessions = countedRateTypes.includes(rateType) ? item.sessions : null;
    const remaining = sessionsOf(rateType, sessions, countedRateTypes);
    const zone = this.config.studioTimeZone;
    const startsOn = laterStart(input.startsOn, { at: work.at, zone });
    if (startsOn && activation === 'first_use') throw startsByItself();
    const first = startsOn ?? studioDayOf(work.at, zone);
    const expiresAt = activation === 'purchase' ? endAfter(first, validDays, zone) : null;
    return { rateType, remaining, expiresAt, ...snapshot, told: toldOf(snapshot, item), startsOn };
  }

  private async paid(
    work: AuditedWork,
    sold: Package,
    { payment }: GrantPackageDto,
  ): Promise<Package> {
    return payment ? this.payments.takeWithSale(work, sold, payment) : sold;
  }

  private approvalsOf({ actor }: AuditedWork, { coachId, approvals }: GrantPackageDto): Approvals {
    if (actor.role !== 'coach') return approvalsByDesk(approvals);
    const agreed = approvalsByCoach(this.settings.values.coachSales, approvals);
    this.access.coachOfPair(actor, coachId);
    return agreed;
  }

  private async requireCoach({ tx }: AuditedWork, id: number): Promise<void> {
    requireCoaching(id, await this.people.lockCoach(tx, id));
  }
}

/** What a package is from its sale on, and what the log tells of the sale beside that. */
type Sold = Pick<Package, 'rateType' | 'remaining' | 'expiresAt'> &
  Snapshot & { readonly told?: object; readonly startsOn?: StudioDay };

/** What somebody has typed. */
function typed({ tx, at }: AuditedWork, input: GrantPackageDto): Sold {
  const { rateType = 'package', sessions } = input;
  const remaining = sessionsOf(rateType, sessions, tx.countedRateTypes);
  return { rateType, remaining, expiresAt: futureOrNull(input.expiresAt, at), ...WITHOUT_ITEM };
}

function newPackage(
  { at, actor }: AuditedWork,
  sold: Omit<Sold, 'told' | 'startsOn'> & Pick<Package, 'coachId' | 'memberId' | 'isCounted'>,
  { coach, staff }: Approvals,
): Omit<Package, 'id'> {
  const isByCoach = actor.role === 'coach';
  const one: Omit<Package, 'id'> = {
    ...sold,
    status: 'expired',
    coachApproval: coach,
    staffApproval: staff,
    requestedAt: at,
    coachApprovedAt: coach === 'approved' ? at : null,
    staffApprovedAt: staff === 'approved' ? at : null,
    paymentReceived: 0,
    handledByCoach: isByCoach ? actor.id : null,
    handledByStaff: isByCoach ? null : actor.id,
    granted: sold.remaining ?? 0,
    booked: sold.remaining,
    voidedStatus: null,
    frozenDays: null,
    frozen: null,
    version: 1,
  };
  return { ...one, status: agreedStatus(one, at) };
}
