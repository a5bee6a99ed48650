import { Injectable } from '@nestjs/common';
import { SetUp } from '../auth/set-up.service.js';
import { Clock } from '../common/clock.js';
import { studioDayOf } from '../common/studio-day.js';
import { Config } from '../config/config.js';
import { MAX_ADJUSTMENT, MAX_REASON_LENGTH } from '../packages/package-rules.js';
import { MAX_DAYS_BACK } from '../sessions/session-rules.js';
import { Settings } from '../settings/settings.service.js';
import type { StudioDto } from './dto/studio.dto.js';

/** Tells clients what day it is in the studio, and the limits that its rules set. */
@Injectable()
export class StudioService {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly setUp: SetUp,
    private readonly settings: Settings,
  ) {}

  /** The studio as it is at this moment. */
  async describe(): Promise<StudioDto> {
    const timeZone = this.config.studioTimeZone;
    const { studioName: name, color, currency, locale, ...set } = this.settings.shown;
    return {
      ...{ name, color, currency, locale },
      timeZone,
      countedRateTypes: [...this.config.countedRateTypes],
      today: studioDayOf(this.clock.now(), timeZone),
      needsSetup: await this.setUp.isNeeded(),
      sendsMail: this.config.mail !== undefined,
      rules: {
        usageDaysBack: MAX_DAYS_BACK,
        largestAdjustment: MAX_ADJUSTMENT,
        longestReason: MAX_REASON_LENGTH,
        lowBalance: set.lowBalance,
        expiringWithinDays: set.expiringWithinDays,
        coachSales: set.coachSales,
        coachGivesPerMemberMonth: set.coachGivesPerMemberMonth,
        coachExtendsDays: set.coachExtendsDays,
        coachLargestCorrection: set.coachLargestCorrection,
        owedSessions: set.owedSessions,
      },
      reasons: [...set.reasons],
    };
  }
}
