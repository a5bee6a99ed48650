import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { addDays, type StudioDay, studioDayOf } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import { freezeTold, withFreezes } from './freezing-rules.js';
import { FreezesRepository } from './freezes.repository.js';
import { LATER_START } from './later-start-rules.js';
import type { Package } from './package.entity.js';
import { termsOf } from './package-rules.js';
import { PackagesRepository } from './packages.repository.js';

/** Has packages begin on a later day than they are sold: until then they are frozen. */
@Injectable()
export class LaterStarts {
  constructor(
    private readonly config: Config,
    private readonly packages: PackagesRepository,
    private readonly freezes: FreezesRepository,
  ) {}

  /** That of a package that was just sold; its end is counted from that day already. */
  async begin(work: AuditedWork, sold: Package, startsOn: StudioDay): Promise<Package> {
    const { tx, at, actor } = work;
    const { id: packageId, memberId, coachId } = sold;
    const zone = this.config.studioTimeZone;
    const span = { from: studioDayOf(at, zone), to: addDays(startsOn, -1) };
    const id = await this.freezes.insert(tx, {
      ...{ ...span, packageId, memberId, daysAdded: 0, reason: null, reasonCode: null },
      ...{ createdAt: at, createdBy: actor.id, endedAt: null, endedBy: null },
    });
    const after = withFreezes(sold, [{ id, ...span }], 0, { at, zone });
    await this.packages.setFrozen(tx, after);
    work.did({
      ...{ action: 'package.frozen', code: LATER_START, memberId, coachId, packageId },
      before: termsOf(sold),
      after: { ...termsOf(after), ...freezeTold({ id, ...span }) },
    });
    return after;
  }
}
