import { Injectable } from '@nestjs/common';
import { ActivityService } from '../audit/activity.service.js';
import type { Action } from '../audit/actions.js';
import type { Tx } from '../database/tx.js';
import type { Audience } from './audience.js';
import type { ApprovalEventDto } from './dto/events.dto.js';

const ACTIONS = [
  ...(['approval.asked', 'approval.approved', 'approval.declined', 'approval.withdrawn'] as const),
] as const satisfies readonly Action[];
/** A very busy moment; who misses one sees it with the next look. */
const MOST = 500;

/** What became of a request, as the log has it. */
type Told = Awaited<ReturnType<ActivityService['doneSince']>>[number];

/** Tells the desk, and the coach who asked, that a request was made or decided. */
@Injectable()
export class LiveApprovals {
  private told: ReadonlySet<number> = new Set();

  constructor(private readonly activities: ActivityService) {}

  /** What the log has of requests since an instant. */
  async read(tx: Tx, since: Date): Promise<Told[]> {
    return this.activities.doneSince(tx, ACTIONS, since, MOST);
  }

  /** Tells what was not told before; `found` is all that was read this time. */
  publish(found: readonly Told[], audiences: Iterable<Audience>): void {
    const news = found.filter(({ id }) => !this.told.has(id));
    for (const audience of news.length > 0 ? audiences : []) {
      for (const one of news) {
        if (concerns(audience, one)) audience.tell('approval', JSON.stringify(eventOf(one)));
      }
    }
    this.told = new Set(found.map(({ id }) => id));
  }
}

/** The desk, and the coach who asked; members are told nothing of it. */
function concerns({ scope }: Audience, { coachId }: Told): boolean {
  return scope.memberId === undefined && (scope.coachId ?? coachId) === coachId;
}

function eventOf({ action, memberId, after }: Told): ApprovalEventDto {
  const { approvalId = 0 } = (after ?? {}) as { approvalId?: number };
  return { approvalId, memberId: memberId ?? 0, action };
}
