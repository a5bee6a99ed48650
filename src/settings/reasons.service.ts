import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problem.js';
import type { Why } from '../common/why.js';
import { Settings } from './settings.service.js';

/** Why, as requests say it. */
interface Said {
  readonly reason?: string;
  readonly reasonCode?: string;
}

/** Beside what was said: that it was taken before, so that it holds whatever is offered by now. */
export interface TakenBefore {
  readonly isTaken?: boolean;
}

/** Takes the reasons that people give, where the studio offers them as this process knows it. */
@Injectable()
export class Reasons {
  constructor(private readonly settings: Settings) {}

  /** What was said, to be kept. Throws `reason_code_unknown`. */
  of({ reason, reasonCode, isTaken = false }: Said & TakenBefore): Why {
    if (reasonCode !== undefined && !isTaken) this.requireOffered(reasonCode);
    return { reason: reason ?? null, reasonCode: reasonCode ?? null };
  }

  private requireOffered(code: string): void {
    const found = this.settings.values.reasons.find((one) => one.code === code);
    if (found && !found.isArchived) return;
    const detail = found
      ? `The studio does not offer the reason ${code} any more.`
      : `The studio has no reason ${code}.`;
    throw new Problem('reason_code_unknown', `${detail} GET /studio lists those that it offers.`);
  }
}
