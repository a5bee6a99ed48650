import { locale } from '../texts/texts.js';
import { moneyIn } from './amounts.js';

/** An amount in the smallest unit, in the words of the reader's language: `€450.00`. */
export function moneyText(minor: number, currency: string): string {
  return moneyIn(locale, minor, currency);
}

/** What stands before the digits of less than one, where people type an amount. */
export const DECIMAL_SIGN =
  new Intl.NumberFormat(locale).formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ??
  '.';
