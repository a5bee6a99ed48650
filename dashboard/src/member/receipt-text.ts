import type { PaymentDto, PaymentRefundDto } from '../api/generated/types.gen.js';
import { words } from '../texts/payments.js';
import { moneyText } from '../ui/money.js';

type Fact = readonly [label: string, value: string];

/** What a receipt says. */
export interface Receipt {
  readonly number: number;
  /** When the money was given, or paid back. */
  readonly at: string;
  readonly isVoided: boolean;
  /** Each with what it is called; `when` is in the studio's time. */
  readonly factsOf: (when: string) => readonly Fact[];
}

/** The receipt of a payment. */
export function receiptOf(one: PaymentDto): Receipt {
  const { receipt, methods } = words;
  const factsOf = (when: string): Fact[] => [
    [receipt.amount, moneyText(one.amountMinor, one.currency)],
    [receipt.how, methods[one.method]],
    [receipt.date, when],
    [receipt.member, one.member.name],
    [receipt.what, whatOf(one)],
    ...one.refunds.map((refund): Fact => [
      `${words.refund.receipt.amount}, ${words.number(refund.number)}`,
      moneyText(-refund.amountMinor, one.currency),
    ]),
    ...(one.note === null ? [] : [[receipt.note, one.note] as const]),
    ...(one.by === null ? [] : [[receipt.by, one.by.name] as const]),
  ];
  return { number: one.number, at: one.receivedAt, isVoided: one.voided !== null, factsOf };
}

/** The receipt of what was paid back of a payment. */
export function refundReceiptOf(one: PaymentDto, refund: PaymentRefundDto): Receipt {
  const { number, at, sessions, amountMinor, by } = refund;
  const { receipt } = words.refund;
  const factsOf = (when: string): Fact[] => [
    [receipt.amount, moneyText(-amountMinor, one.currency)],
    [words.receipt.date, when],
    [receipt.member, one.member.name],
    [words.receipt.what, whatOf(one)],
    ...(sessions === 0 ? [] : [[receipt.sessions, String(sessions)] as const]),
    [receipt.payment, words.number(one.number)],
    ...(by === null ? [] : [[receipt.by, by.name] as const]),
  ];
  return { number, at, isVoided: false, factsOf };
}

/** The same as one text, to be shared. */
export function receiptText(studio: string, one: Receipt, facts: readonly Fact[]): string {
  return [
    `${studio} · ${words.number(one.number)}`,
    ...(one.isVoided ? [words.receipt.voided] : []),
    ...facts.map(([label, value]) => `${label}: ${value}`),
    words.receipt.noInvoice,
  ].join('\n');
}

function whatOf({ sessionsSold, itemName, coach }: PaymentDto): string {
  const { receipt } = words;
  const sold = sessionsSold === null ? receipt.package : receipt.sessions(sessionsSold);
  return `${itemName ?? sold}, ${receipt.coach(coach.name)}`;
}
