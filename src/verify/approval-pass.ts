import { type ApprovedRequest, checkApproved } from './approval-rules.js';
import type { ApprovalsRepository } from './approvals.repository.js';
import type { Findings } from './findings.js';
import type { Pass } from './passes.js';

const ROWS_AT_ONCE = 5_000;

interface ApprovedPart {
  readonly highest: number;
  readonly approved: readonly ApprovedRequest[];
}

/** Links: what coaches asked for and the desk approved, and what did it. */
export function approvalPass(rows: ApprovalsRepository, found: Findings): Pass<ApprovedPart> {
  found.count('links', 'approved requests', 0);
  return {
    name: 'approved requests',
    last: (tx) => rows.lastId(tx),
    next: async (tx, after) => {
      const approved = await rows.approved(tx, after, ROWS_AT_ONCE);
      const highest = approved.at(-1)?.id;
      return highest === undefined ? undefined : { highest, approved };
    },
    take: ({ approved }) => {
      found.count('links', 'approved requests', approved.length);
      found.add(approved.flatMap(checkApproved));
    },
  };
}
