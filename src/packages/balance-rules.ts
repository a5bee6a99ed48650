import { Problem } from '../common/problem.js';
import { MAX_BALANCE } from './package-rules.js';

/** The balance after it has moved by a signed number. Throws `balance_below_zero`. */
export function balanceAfter(balance: number, by: number): number {
  if (balance + by >= 0) return balance + by;
  const detail = `Only ${balance} sessions are left; ${-by} cannot be taken.`;
  throw new Problem('balance_below_zero', detail, { balance });
}

/** As `balanceAfter`, of a correction. Throws `balance_too_large`, too. */
export function correctedBalance(balance: number, by: number): number {
  if (balance + by <= MAX_BALANCE) return balanceAfter(balance, by);
  throw new Problem('balance_too_large', `A balance ends at ${MAX_BALANCE}.`, { balance });
}
