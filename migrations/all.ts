import { LegacyTables1700000001000 } from './1700000001000-legacy-tables.js';
import { PackageBooks1700000002000 } from './1700000002000-package-books.js';
import { UsageHistory1700000003000 } from './1700000003000-usage-history.js';
import { ActivityLog1700000004000 } from './1700000004000-activity-log.js';
import { IdempotencyKeys1700000005000 } from './1700000005000-idempotency-keys.js';
import { RefreshTokens1700000006000 } from './1700000006000-refresh-tokens.js';
import { SessionSummary1700000007000 } from './1700000007000-session-summary.js';
import { DeviceTokens1700000008000 } from './1700000008000-device-tokens.js';
import { OpeningBalances1700000009000 } from './1700000009000-opening-balances.js';
import { StreamTickets1700000010000 } from './1700000010000-stream-tickets.js';
import { HistoryTable1700000011000 } from './1700000011000-history-table.js';
import { LongHistoryKeys1700000012000 } from './1700000012000-long-history-keys.js';
import { StandingKey1700000013000 } from './1700000013000-standing-key.js';
import { LastingIds1700000014000 } from './1700000014000-lasting-ids.js';
import { SignIns1700000015000 } from './1700000015000-sign-ins.js';
import { BoundedLog1700000017000 } from './1700000017000-bounded-log.js';
import { SignInPlaces1700000018000 } from './1700000018000-sign-in-places.js';
import { ConfirmedSignIns1700000019000 } from './1700000019000-confirmed-sign-ins.js';
import { SecondFactor1700000020000 } from './1700000020000-second-factor.js';
import { BackgroundWork1700000021000 } from './1700000021000-background-work.js';
import { AccountLinks1700000022000 } from './1700000022000-account-links.js';
import { SingleJobs1700000024000 } from './1700000024000-single-jobs.js';
import { Accounts1700000025000 } from './1700000025000-accounts.js';
import { FoldedNames1700000026000 } from './1700000026000-folded-names.js';
import { Settings1700000027000 } from './1700000027000-settings.js';
import { PersonDetails1700000028000 } from './1700000028000-person-details.js';
import { AlsoCoaches1700000029000 } from './1700000029000-also-coaches.js';
import { BouncedEmails1700000030000 } from './1700000030000-bounced-emails.js';
import { ReasonCodes1700000031000 } from './1700000031000-reason-codes.js';
import { UndoneKey1700000032000 } from './1700000032000-undone-key.js';
import { PriceList1700000033000 } from './1700000033000-price-list.js';
import { UsageFacts1700000034000 } from './1700000034000-usage-facts.js';
import { VoidedPackages1700000035000 } from './1700000035000-voided-packages.js';
import { Payments1700000036000 } from './1700000036000-payments.js';
import { Refunds1700000039000 } from './1700000039000-refunds.js';
import { PackageFreezes1700000040000 } from './1700000040000-package-freezes.js';
import { Transfers1700000041000 } from './1700000041000-transfers.js';
import { OwedSessions1700000042000 } from './1700000042000-owed-sessions.js';
import { Substitutions1700000043000 } from './1700000043000-substitutions.js';
import { ApprovalRequests1700000044000 } from './1700000044000-approval-requests.js';

/** All migrations in their order, for both databases. */
export const MIGRATIONS = [
  LegacyTables1700000001000,
  PackageBooks1700000002000,
  UsageHistory1700000003000,
  ActivityLog1700000004000,
  IdempotencyKeys1700000005000,
  RefreshTokens1700000006000,
  SessionSummary1700000007000,
  DeviceTokens1700000008000,
  OpeningBalances1700000009000,
  StreamTickets1700000010000,
  HistoryTable1700000011000,
  LongHistoryKeys1700000012000,
  StandingKey1700000013000,
  LastingIds1700000014000,
  SignIns1700000015000,
  BoundedLog1700000017000,
  SignInPlaces1700000018000,
  ConfirmedSignIns1700000019000,
  SecondFactor1700000020000,
  BackgroundWork1700000021000,
  AccountLinks1700000022000,
  SingleJobs1700000024000,
  Accounts1700000025000,
  FoldedNames1700000026000,
  Settings1700000027000,
  PersonDetails1700000028000,
  AlsoCoaches1700000029000,
  BouncedEmails1700000030000,
  ReasonCodes1700000031000,
  UndoneKey1700000032000,
  PriceList1700000033000,
  UsageFacts1700000034000,
  VoidedPackages1700000035000,
  Payments1700000036000,
  Refunds1700000039000,
  PackageFreezes1700000040000,
  Transfers1700000041000,
  OwedSessions1700000042000,
  Substitutions1700000043000,
  ApprovalRequests1700000044000,
];
