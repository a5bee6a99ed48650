import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PaymentDto, UserDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { NotFound } from '../shell/not-found.js';
import { PageHead } from '../shell/page-head.js';
import { words } from '../texts/payments.js';
import { t } from '../texts/texts.js';
import { BackLink } from '../ui/back-link.js';
import { longDayText, studioDayOf, timeText } from '../ui/dates.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import classes from './receipt.module.css';
import { paymentQuery } from '../desk/payments-query.js';
import { MailReceipt } from './mail-receipt.js';
import { ReceiptActs } from './receipt-acts.js';
import { PaymentActs } from './payment-acts.js';
import { type Receipt, receiptOf, receiptText, refundReceiptOf } from './receipt-text.js';

interface Props {
  readonly memberId: number;
  readonly paymentId: number;
  /** Where it is the receipt of money that was paid back. */
  readonly refundId: number | undefined;
  readonly user: UserDto;
}

/** The receipt of a payment, or of what of it was paid back, to be printed or shared. */
export default function ReceiptPage({ memberId, paymentId, refundId, user }: Props) {
  const { data, error, refetch } = useQuery(paymentQuery(memberId, paymentId));
  const href = user.role === 'member' ? '/' : `/members/${memberId}`;
  const one = data && foundIn(data, refundId);
  if (one === null) return <NotFound />;
  return (
    <>
      <PageHead
        title={one ? words.number(one.number) : words.title}
        before={<BackLink href={href} label={words.receipt.back} />}
      />
      {data && one && (
        <Paper one={one}>
          <MailReceipt payment={data} refundId={refundId} user={user} />
          {refundId === undefined && <PaymentActs one={data} user={user} />}
        </Paper>
      )}
      {!data && error && <Failed error={error} onRetry={() => void refetch()} />}
      {!data && !error && <ListSkeleton />}
    </>
  );
}

/** The receipt that is asked for; null where nothing of that number was paid back. */
function foundIn(payment: PaymentDto, refundId: Props['refundId']): Receipt | null {
  if (refundId === undefined) return receiptOf(payment);
  const refund = payment.refunds.find(({ id }) => id === refundId);
  return refund ? refundReceiptOf(payment, refund) : null;
}

interface PaperProps {
  readonly one: Receipt;
  /** What else can be done with it. */
  readonly children: ReactNode;
}

function Paper({ one, children }: PaperProps) {
  const { name, timeZone } = useStudio();
  const studio = name ?? t.app.name;
  // With the year: papers are kept.
  const day = longDayText(studioDayOf(new Date(one.at), timeZone));
  const facts = one.factsOf(`${day}, ${timeText(one.at, timeZone)}`);
  return (
    <>
      <article className={classes.receipt} aria-label={words.number(one.number)}>
        <p className={classes.studio}>{studio}</p>
        <p className={classes.small}>{words.number(one.number)}</p>
        {one.isVoided && <p className={classes.notValid}>{words.receipt.voided}</p>}
        <dl className={classes.facts}>
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p className={classes.small}>{words.receipt.noInvoice}</p>
      </article>
      <ReceiptActs number={one.number} text={receiptText(studio, one, facts)}>
        {children}
      </ReceiptActs>
    </>
  );
}
