import type { Locale } from '../common/locales.js';
import type { Row } from './layout.js';
import type { MailTexts } from './texts/en.js';

/** What the receipt of a payment says, or that of money that was paid back. */
export interface ReceiptFacts {
  readonly number: number;
  /** In the smallest unit of the currency; below zero where it was paid back. */
  readonly amountMinor: number;
  /** By ISO 4217. */
  readonly currency: string;
  readonly at: Date;
  /** The studio's, for its days and times. */
  readonly timeZone: string;
  /** How it was given; null where it was paid back. */
  readonly method: keyof MailTexts['receiptRows']['methods'] | null;
  readonly member: string;
  readonly coach: string;
  /** As the price list named it; null where nobody knows. */
  readonly itemName: string | null;
  /** How many were sold, or went back with the money; null where nobody knows. */
  readonly sessions: number | null;
  /** The number of the payment that it is of, where it was paid back. */
  readonly ofPayment: number | null;
  readonly isVoided: boolean;
}

/** The same for people, in their language. */
export function receiptRows(
  one: ReceiptFacts,
  texts: MailTexts['receiptRows'],
  locale: Locale,
): Row[] {
  const { number, amountMinor, currency, method, itemName, sessions, ofPayment } = one;
  const some = (label: string, value: string | number | null): Row[] =>
    value === null ? [] : [[label, String(value)]];
  return [
    [texts.number, String(number)],
    [texts.amount, moneyText(amountMinor, currency, locale)],
    ...some(texts.method, method && texts.methods[method]),
    [texts.date, momentText(one, locale)],
    [texts.member, one.member],
    ...some(texts.item, itemName),
    ...some(texts.sessions, sessions),
    [texts.coach, one.coach],
    ...some(texts.payment, ofPayment),
  ];
}

/** Of the languages, the countries of whose days and sums letters have. */
const TAGS: Readonly<Record<Locale, string>> = { en: 'en-GB', de: 'de-DE' };

/** `€450.00` */
function moneyText(minor: number, currency: string, locale: Locale): string {
  const format = new Intl.NumberFormat(TAGS[locale], { style: 'currency', currency });
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions();
  return format.format(minor / 10 ** digits);
}

function momentText({ at, timeZone }: ReceiptFacts, locale: Locale): string {
  const how = { dateStyle: 'long', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(TAGS[locale], how).format(at);
}
