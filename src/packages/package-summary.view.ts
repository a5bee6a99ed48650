import { ViewColumn, ViewEntity } from 'typeorm';

/** One row a package: what its history adds up to, and what it has left. */
@ViewEntity({ name: 'coach_session_summary', synchronize: false })
export class PackageSummary {
  @ViewColumn({ name: 'package_id' })
  packageId: number;

  @ViewColumn({ name: 'member_id' })
  memberId: number;

  @ViewColumn({ name: 'coach_id' })
  coachId: number;

  @ViewColumn({ name: 'granted_sessions' })
  granted: number;

  @ViewColumn({ name: 'total_usage_records' })
  totalUsages: number;

  @ViewColumn({ name: 'active_usages' })
  activeUsages: number;

  @ViewColumn({ name: 'undone_usages' })
  undoneUsages: number;

  @ViewColumn({ name: 'automatic_usages' })
  automaticUsages: number;

  @ViewColumn({ name: 'manual_usages' })
  manualUsages: number;

  @ViewColumn({ name: 'adjustments_added' })
  adjustmentsAdded: number;

  @ViewColumn({ name: 'adjustments_removed' })
  adjustmentsRemoved: number;

  @ViewColumn({ name: 'adjustments_sum' })
  adjustmentsSum: number;

  @ViewColumn({ name: 'remaining_sessions' })
  remaining: number | null;

  @ViewColumn({ name: 'last_activity_at' })
  lastActivityAt: Date | null;
}
