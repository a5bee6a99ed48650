import type { Offer } from '../catalogue/catalogue-rules.js';

/** In what the demo studio is paid. */
export const CURRENCY = 'EUR';

/** An item of the price list; as an object it stands for the row that will have the id. */
export type DemoItem = Pick<Offer, 'name' | 'validDays' | 'priceMinor'> & Partial<Offer>;

/** What the demo studio sells, in the order of its list. */
export const ITEMS: readonly DemoItem[] = [
  { name: '10 sessions', sessions: 10, validDays: 100, priceMinor: 45_000 },
  { name: '20 sessions', sessions: 20, validDays: 160, priceMinor: 85_000 },
  { name: '30 sessions', sessions: 30, validDays: 240, priceMinor: 120_000 },
  {
    ...{ name: 'Summer card, 5 sessions', sessions: 5, validDays: 60, priceMinor: 24_000 },
    activation: 'first_use',
  },
  { name: 'First session', sessions: 1, validDays: 30, priceMinor: 2_900 },
  { name: 'A month of training', rateType: 'monthly', validDays: 31, priceMinor: 12_000 },
];

/** What is sold to a member, by whichever way. */
interface Wanted {
  readonly rateType: Offer['rateType'];
  readonly sessions: number | undefined;
  readonly validDays: number | undefined;
}

/** The item by which something is sold; what was agreed with one member is on no list. */
export function itemOf({ rateType, sessions, validDays }: Wanted): DemoItem | undefined {
  return ITEMS.find(
    (item) =>
      (item.rateType ?? 'package') === rateType &&
      item.sessions === sessions &&
      item.validDays === validDays,
  );
}
