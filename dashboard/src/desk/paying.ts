import type { PackageDto, StudioDto, UserDto } from '../api/generated/types.gen.js';

/** How money is given, as the API names it. */
export const METHODS = ['cash', 'card_terminal', 'transfer', 'other'] as const;
export type Method = (typeof METHODS)[number];

/** What is to be paid of a package; `openMinor` is null where its first payment says the price. */
export interface Open {
  readonly openMinor: number | null;
  readonly currency: string;
}

/** Whether the person takes money: the desk, and coaches who sell by themselves. */
export function takesMoney(
  { role }: Pick<UserDto, 'role'>,
  { rules }: Pick<StudioDto, 'rules'>,
): boolean {
  return role === 'admin' || role === 'staff' || (role === 'coach' && rules.coachSales === 'sell');
}

/** What is to be paid of a package; null for nothing, or where nobody knows in what. */
export function openOf(
  { payment, sale }: Pick<PackageDto, 'payment' | 'sale'>,
  { currency }: Pick<StudioDto, 'currency'>,
): Open | null {
  if (payment) return payment.openMinor > 0 ? payment : null;
  return sale === null && currency !== null ? { openMinor: null, currency } : null;
}
