import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import type { Why } from '../common/why.js';
import type { PackageDto } from '../packages/dto/package.dto.js';
import { PackageTermsService } from '../packages/package-terms.service.js';
import type { Act } from './approval-request-rules.js';
import { CorrectionsService } from './corrections.service.js';
import type { UsageDto } from './dto/usage.dto.js';

/** What an act has done, as the act itself answers it. */
export interface Done {
  readonly usage?: UsageDto;
  readonly package: PackageDto;
  readonly notice?: string;
}

/** Does what requests are about, by the services that do it for everybody. */
@Injectable()
export class ApprovalActs {
  constructor(
    private readonly corrections: CorrectionsService,
    private readonly terms: PackageTermsService,
  ) {}

  /**
   * Does an act as the actor of the work, whose rules hold; it is logged as what it is. The reason
   * was taken before. Throws whatever the act throws.
   */
  async perform(work: AuditedWork, memberId: number, act: Act, why: Why): Promise<Done> {
    const { reason, reasonCode } = why;
    const said = {
      isTaken: true,
      ...(reason === null ? {} : { reason }),
      ...(reasonCode === null ? {} : { reasonCode }),
    };
    if (act.kind === 'undo') {
      const part = work.partAs('session.undone');
      return this.corrections.undoUsage(part, memberId, act.usageId, said);
    }
    if (act.kind === 'adjustment') {
      const { packageId, adjustment } = act;
      const part = work.partAs('balance.adjusted');
      return this.corrections.adjustBalance(part, memberId, { packageId, adjustment, ...said });
    }
    const part = work.partAs('package.changed');
    const input = { expiresAt: act.expiresAt.toISOString(), ...said };
    return { package: await this.terms.change(part, memberId, act.packageId, input) };
  }
}
