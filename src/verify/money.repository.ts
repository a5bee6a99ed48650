import { Injectable } from '@nestjs/common';
import { placeholders, type Tx } from '../database/tx.js';
import type { MoneyOfPackage, PaidSum, ReceiptNumbers, RefundSum } from './money-rules.js';

/** Reads what is said of money, a part at a time. */
@Injectable()
export class MoneyRepository {
  /** The next packages with a price after an id, by rising id. */
  async priced(tx: Tx, after: number, size: number): Promise<MoneyOfPackage[]> {
    return tx.rows<MoneyOfPackage>(
      `SELECT p.id, p.price_minor AS priceMinor, p.price_currency AS currency,
              p.paid_minor AS paidMinor, p.open_minor AS openMinor,
              p.voided_status AS voidedStatus, p.source_package_id AS sourcePackageId,
              p.granted_sessions AS granted, p.refunded_minor AS refundedMinor,
              p.refunded_sessions AS refundedSessions
         FROM coach_member_list p WHERE p.id > ? AND p.price_minor IS NOT NULL
        ORDER BY p.id LIMIT ${size}`,
      [after],
    );
  }

  /** What was paid for some packages. */
  async paidOf(tx: Tx, packageIds: readonly number[]): Promise<PaidSum[]> {
    const rows = await tx.rows<{ packageId: number; currency: string; paid: number | string }>(
      `SELECT y.package_id AS packageId, y.currency,
              SUM(CASE WHEN y.voided_at IS NULL THEN y.amount_minor ELSE 0 END) AS paid
         FROM coach_payment y WHERE y.package_id IN (${placeholders(packageIds)})
        GROUP BY y.package_id, y.currency`,
      packageIds,
    );
    return rows.map((row) => ({ ...row, paid: Number(row.paid) }));
  }

  /** What was paid back for some packages. */
  async refundedOf(tx: Tx, packageIds: readonly number[]): Promise<RefundSum[]> {
    const rows = await tx.rows<Record<keyof RefundSum, number | string>>(
      `SELECT r.package_id AS packageId, SUM(r.amount_minor) AS refunded,
              SUM(r.sessions) AS sessions
         FROM coach_refund r WHERE r.package_id IN (${placeholders(packageIds)})
        GROUP BY r.package_id`,
      packageIds,
    );
    return rows.map((row) => ({
      packageId: Number(row.packageId),
      ...{ refunded: Number(row.refunded), sessions: Number(row.sessions) },
    }));
  }

  /** All numbers of receipts at once, each counted once. */
  async receiptNumbers(tx: Tx): Promise<ReceiptNumbers> {
    const row = await tx.row<Record<keyof ReceiptNumbers, number | string | null>>(
      `SELECT COUNT(DISTINCT receipt_number) AS \`count\`,
              MIN(receipt_number) AS lowest, MAX(receipt_number) AS highest,
              (SELECT last_number FROM coach_counter WHERE name = 'receipt') AS \`last\`
         FROM (SELECT receipt_number FROM coach_payment
               UNION ALL SELECT receipt_number FROM coach_refund) numbered`,
    );
    const of = (name: keyof ReceiptNumbers) => Number(row?.[name] ?? 0);
    return { count: of('count'), lowest: of('lowest'), highest: of('highest'), last: of('last') };
  }
}
