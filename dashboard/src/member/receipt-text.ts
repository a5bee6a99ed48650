import type { PaymentDto } from '../api/generated/types.gen.js';
import { words } from '../texts/payments.js';
import { moneyText } from '../ui/money.js';

type Fact = readonly [label: string, value: string];

/** What a receipt says, each with what it is called; `when` is in the studio's time. */
export function factsOf(one: PaymentDto, when: string): readonly Fact[] {
  const { receipt, methods } = words;
  const sold = one.sessionsSold === null ? receipt.package : receipt.sessions(one.sessionsSold);
  return [
    [receipt.amount, moneyText(one.amountMinor, one.currency)],
    [receipt.how, methods[one.method]],
    [receipt.date, when],
    [receipt.member, one.member.name],
    [receipt.what, `${one.itemName ?? sold}, ${receipt.coach(one.coach.name)}`],
    ...(one.note === null ? [] : [[receipt.note, one.note] as const]),
    ...(one.by === null ? [] : [[receipt.by, one.by.name] as const]),
  ];
}

/** The same as one text, to be shared. */
export function receiptText(studio: string, one: PaymentDto, facts: readonly Fact[]): string {
  return [
    `${studio} · ${words.number(one.number)}`,
    ...(one.voided ? [words.receipt.voided] : []),
    ...facts.map(([label, value]) => `${label}: ${value}`),
    words.receipt.noInvoice,
  ].join('\n');
}
