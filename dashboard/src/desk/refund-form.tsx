import { NumberInput, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refundPayment } from '../api/generated/sdk.gen.js';
import type { PackageDto, PaymentDto, RefundPaymentDto } from '../api/generated/types.gen.js';
import { ask, codeOf, type ProblemCode } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { words } from '../texts/payments.js';
import { t } from '../texts/texts.js';
import { AmountField } from '../ui/amount-field.js';
import { amountOf, minorOf } from '../ui/amounts.js';
import { showSaved } from '../ui/change-toast.js';
import { moneyText } from '../ui/money.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';
import classes from './desk.module.css';
import { type Refundable, refundableOf, refundFaults } from './refunding.js';

interface Props {
  readonly payment: PaymentDto;
  readonly one: PackageDto;
  readonly onDone: () => void;
}

/** Says what goes back before it does: what is left and was paid, or what somebody types. */
export function RefundForm({ payment, one, onDone }: Props) {
  const { currency } = payment;
  const refundable = refundableOf(payment, one);
  const typing = useTyping(refundable, currency);
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const sending = useRefunding(payment, onDone);
  const { sessions, amountMinor } = typing;
  const money = moneyText(amountMinor, currency);
  const faults = refundFaults(refundable, typing);
  const save = () => {
    setChecked(true);
    if (faults.sessions || faults.amount || isUnsaid(why)) return;
    sending.send({ amountMinor, sessions, ...whyPart(why) });
  };
  const texts = faultTexts(refundable, currency);
  const errorOf = (fault: keyof typeof texts | null, code: ProblemCode) => {
    if (isChecked && fault !== null) return texts[fault];
    return codeOf(sending.error) === code ? t.errors.problems[code] : null;
  };
  const errors = {
    sessions: errorOf(faults.sessions, 'sessions_used'),
    amount: errorOf(faults.amount, 'refund_too_large'),
  };
  const isAtField = errors.sessions !== null || errors.amount !== null;
  return (
    <SheetForm
      sending={isAtField ? { ...sending, error: null } : sending}
      onSubmit={save}
      save={amountMinor > 0 ? words.refund.save(money) : words.refund.name}
      isDestructive
    >
      <Text className={classes.who}>
        {words.refund.about(moneyText(refundable.restMinor, currency))}
      </Text>
      <Fields {...{ refundable, typing, currency, errors }} />
      <ReasonField
        why={why}
        onChange={setWhy}
        isOptional={false}
        error={isChecked && isUnsaid(why) ? words.why : faultAt('reason', sending.error)}
      />
      {amountMinor > 0 && (
        <div role="status" className={classes.summary}>
          {effectOf(payment, money, sessions)}
        </div>
      )}
    </SheetForm>
  );
}

function effectOf({ member }: PaymentDto, money: string, sessions: number): string {
  const { pays, paysMoney } = words.refund;
  return sessions === 0
    ? paysMoney(member.name, money)
    : pays(member.name, money, words.receipt.sessions(sessions));
}

interface FieldsProps {
  readonly refundable: Refundable;
  readonly typing: Typing;
  readonly currency: string;
  readonly errors: Readonly<Record<'sessions' | 'amount', string | null>>;
}

/** How many sessions, where some are left, and how much. */
function Fields({ refundable, typing, currency, errors }: FieldsProps) {
  const { left } = refundable;
  return (
    <>
      {(left > 0 || errors.sessions !== null) && (
        <NumberInput
          label={words.refund.sessions}
          description={words.refund.left(left)}
          value={typing.typedSessions}
          onChange={(value) => typing.setSessions(typeof value === 'number' ? value : '')}
          min={0}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          inputMode="numeric"
          error={errors.sessions}
        />
      )}
      <AmountField
        label={words.amountIn(currency)}
        currency={currency}
        value={typing.typedAmount}
        onChange={typing.setAmount}
        error={errors.amount}
      />
    </>
  );
}

type Typed = number | '';
type Typing = ReturnType<typeof useTyping>;

/** What was typed; what was not follows what can be paid back, also while that changes. */
function useTyping({ left, usualFor }: Refundable, currency: string) {
  const [ownSessions, setSessions] = useState<Typed | null>(null);
  const [ownAmount, setAmount] = useState<Typed | null>(null);
  const typedSessions = ownSessions ?? left;
  const sessions = typedSessions === '' ? 0 : typedSessions;
  const usual = usualFor(Math.min(sessions, left));
  const typedAmount = ownAmount ?? amountOf(usual, currency);
  const amountMinor = typedAmount === '' ? 0 : minorOf(typedAmount, currency);
  return { typedSessions, sessions, setSessions, typedAmount, amountMinor, setAmount };
}

function faultTexts({ restMinor, left }: Refundable, currency: string) {
  return {
    missing: words.faults.missing,
    more: words.refund.faults.more(moneyText(restMinor, currency)),
    used: words.refund.faults.used(left),
  };
}

function useRefunding(payment: PaymentDto, onDone: () => void) {
  const cache = useQueryClient();
  const path = { memberId: payment.member.id, paymentId: payment.id };
  const readAgain = () => void cache.invalidateQueries({ queryKey: ['payments', path.memberId] });
  return useSending(
    async (body: RefundPaymentDto, headers) => ask(refundPayment({ path, body, headers })),
    ({ package: changed }, { body: { amountMinor = 0 } }) => {
      putPackage(cache, changed);
      readAgain();
      onDone();
      showSaved(words.refund.done(moneyText(amountMinor, payment.currency)));
    },
    // Somebody else may have paid some of it back.
    readAgain,
  );
}
