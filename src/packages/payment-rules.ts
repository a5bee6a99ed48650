import { MAX_PRICE_MINOR } from '../catalogue/catalogue-rules.js';
import { DAY_MS } from '../common/durations.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { dueOf, type RefundFacts } from '../common/refund-parts.js';
import { wholeSecond } from './end-rules.js';
import type { Package } from './package.entity.js';
import type { Refunded } from './refund-rules.js';
import type { Payment } from './payment.entity.js';

export type { PaymentMethod } from './payment.entity.js';

/** What is paid of a price. */
export const PAYMENT_STATES = ['unpaid', 'partly', 'paid'] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** For how many days back money may be said to have been received. */
export const RECEIVED_DAYS_BACK = 366;

/** What of a package is about money. */
export type Money = Pick<
  Package,
  'priceMinor' | 'currency' | 'paidMinor' | 'openMinor' | 'voidedStatus' | 'sourcePackageId'
>;

const NO_CURRENCY =
  'currency must be given: neither the package nor the studio says in what it is paid.';

interface Amounts {
  readonly priceMinor: number;
  readonly paidMinor: number;
}

/** What is still to be paid of a price; null for nothing, so that a key holds only what is. */
export function openOf({ priceMinor, paidMinor }: Amounts): number | null {
  const open = priceMinor - paidMinor;
  return open > 0 ? open : null;
}

/**
 * What is still to be paid of a package: what stays of its price. Nothing of a voided one, and of
 * what was transferred, for which the package that it came from is paid.
 */
export function owedOf(
  one: RefundFacts & Pick<Package, 'voidedStatus' | 'sourcePackageId'>,
): number | null {
  return one.voidedStatus === null && one.sourcePackageId === null ? restOf(one) : null;
}

/** What would be to be paid of a package, were it not voided. */
function restOf(one: RefundFacts): number | null {
  return openOf({ priceMinor: dueOf(one), paidMinor: one.paidMinor ?? 0 });
}

/**
 * How far a package is paid; null where nothing was asked, or nobody knows what, or it was voided
 * before anything was paid, or transferred: its money is with the package that it came from.
 */
export function paymentStateOf(one: Money): PaymentState | null {
  const { priceMinor, openMinor } = one;
  const isSomePaid = (one.paidMinor ?? 0) > 0;
  if (priceMinor === null || priceMinor === 0 || one.sourcePackageId !== null) return null;
  if (one.voidedStatus !== null && !isSomePaid) return null;
  if (openMinor === null) return 'paid';
  return isSomePaid ? 'partly' : 'unpaid';
}

/** How a member stands who has some packages: as the worst of these; null without a price. */
export function memberPaymentOf(packages: readonly Money[]): PaymentState | null {
  const states = new Set(packages.map(paymentStateOf));
  return PAYMENT_STATES.find((state) => states.has(state)) ?? null;
}

/** Throws `amount_invalid` for what nobody can pay: half a cent, nothing, or less. */
export function requireAmount(amount: number, field = 'amountMinor'): void {
  if (Number.isInteger(amount) && amount >= 1 && amount <= MAX_PRICE_MINOR) return;
  const detail = `${field} must be a whole number from 1 to ${MAX_PRICE_MINOR}: 45000 is 450 €.`;
  throw new Problem('amount_invalid', detail, { errors: [fieldError('body', field, detail)] });
}

/** What a request says of the money beside its amount. */
export interface PaidInput {
  readonly amountMinor?: number;
  readonly currency?: string;
  readonly priceMinor?: number;
}

/** A package with a price, and the amount that is paid of it. */
export interface Paid<One> {
  readonly one: One;
  readonly amountMinor: number;
  readonly currency: string;
}

/**
 * A package with the price that is paid: of one without, the first payment says it. What was
 * transferred is paid with the package that it came from. Throws `currency_differs`,
 * `payment_too_large`, or `validation_failed` where a price is said twice, or an amount or a
 * currency not at all.
 */
export function pricedFor<One extends Money>(
  one: One,
  input: PaidInput,
  studioCurrency: string | null,
): Paid<One> {
  if (one.sourcePackageId !== null) throw tooLarge(0);
  const priced = one.priceMinor === null ? firstPrice(one, input, studioCurrency) : one;
  if (one.priceMinor !== null && input.priceMinor !== undefined) {
    throw invalid('priceMinor', 'priceMinor must be absent: the package has a price.');
  }
  const { currency } = priced;
  if (currency === null) throw invalid('currency', NO_CURRENCY);
  if (input.currency !== undefined && input.currency !== currency) {
    const detail = `This package is paid in ${currency}, not in ${input.currency}.`;
    throw new Problem('currency_differs', detail, { currency });
  }
  const open = priced.openMinor ?? 0;
  const amountMinor = input.amountMinor ?? open;
  if (amountMinor > open || amountMinor === 0) throw tooLarge(open);
  return { one: priced, amountMinor, currency };
}

function firstPrice<One extends Money>(
  one: One,
  { amountMinor, priceMinor = amountMinor, currency }: PaidInput,
  studioCurrency: string | null,
): One {
  if (priceMinor === undefined) {
    throw invalid('amountMinor', 'amountMinor must be given: the package has no price.');
  }
  const money = { priceMinor, currency: currency ?? studioCurrency, paidMinor: 0 };
  return { ...one, ...money, openMinor: openOf(money) };
}

function tooLarge(openMinor: number): Problem {
  const detail =
    openMinor === 0
      ? 'Nothing is to be paid for this package.'
      : 'This is more than is still to be paid for this package.';
  return new Problem('payment_too_large', detail, { openMinor });
}

type Booked = Money & RefundFacts & Pick<Package, 'version' | 'paymentReceived'>;

/** A package after something was paid, or a payment was taken back: a signed amount. */
export function afterPaying<One extends Booked>(one: One, by: number): One {
  const paid = { ...one, paidMinor: (one.paidMinor ?? 0) + by };
  // PHP knows one word for it.
  const paymentReceived = restOf(paid) === null ? 1 : 0;
  return { ...paid, openMinor: owedOf(paid), paymentReceived, version: one.version + 1 };
}

/**
 * A package after money and sessions of it went back; the sessions are taken already. Of a voided
 * one all of them are, so none must come back to it.
 */
export function afterRefund<One extends Booked & Pick<Package, 'remaining' | 'refunded'>>(
  one: One,
  { amountMinor, sessions }: Refunded,
): One {
  const refundedMinor = (one.refundedMinor ?? 0) + amountMinor;
  const refundedSessions = (one.refundedSessions ?? 0) + sessions;
  const isOver = one.voidedStatus !== null || (sessions > 0 && one.remaining === 0);
  const isAll = refundedMinor === one.paidMinor || isOver;
  const refunded = isAll ? 1 : one.refunded;
  return afterPaying({ ...one, refundedMinor, refundedSessions, refunded }, 0);
}

/** When money was received. Throws `validation_failed` for what is to come, or long ago. */
export function receivedAtOf(text: string | undefined, at: Date): Date {
  if (text === undefined) return at;
  const instant = wholeSecond(new Date(text));
  if (instant > at) throw invalid('receivedAt', 'receivedAt must not be in the future.');
  if (instant.getTime() < at.getTime() - RECEIVED_DAYS_BACK * DAY_MS) {
    const message = `receivedAt must be ${RECEIVED_DAYS_BACK} days back at most.`;
    throw invalid('receivedAt', message);
  }
  return instant;
}

/** Throws `payment_voided` where a payment was taken back already. */
export function requireNotVoided({ voidedAt, number }: Pick<Payment, 'voidedAt' | 'number'>): void {
  if (voidedAt === null) return;
  const detail = `The payment with the receipt ${number} was taken back already.`;
  throw new Problem('payment_voided', detail);
}

/** Throws `already_refunded` where something of a payment was paid back. */
export function requireNotRefunded({ number }: Pick<Payment, 'number'>, refunds: number): void {
  if (refunds === 0) return;
  const detail = `Of the payment with the receipt ${number} money was paid back.`;
  throw new Problem('already_refunded', `${detail} It cannot be taken back any more.`);
}

function invalid(field: string, message: string): Problem {
  return validationProblem([fieldError('body', field, message)]);
}
