import { useQuery } from '@tanstack/react-query';
import type { PaymentDto, UserDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { PageHead } from '../shell/page-head.js';
import { words } from '../texts/payments.js';
import { t } from '../texts/texts.js';
import { BackLink } from '../ui/back-link.js';
import { longDayText, studioDayOf, timeText } from '../ui/dates.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import classes from '../desk/payments.module.css';
import { paymentQuery } from '../desk/payments-query.js';
import { ReceiptActs } from './receipt-acts.js';
import { factsOf, receiptText } from './receipt-text.js';

interface Props {
  readonly memberId: number;
  readonly paymentId: number;
  readonly user: UserDto;
}

/** The receipt of a payment, to be printed or shared. */
export default function ReceiptPage({ memberId, paymentId, user }: Props) {
  const { data, error, refetch } = useQuery(paymentQuery(memberId, paymentId));
  const href = user.role === 'member' ? '/' : `/members/${memberId}`;
  return (
    <>
      <PageHead
        title={data ? words.number(data.number) : words.title}
        before={<BackLink href={href} label={words.receipt.back} />}
      />
      {data && <Receipt one={data} user={user} />}
      {!data && error && <Failed error={error} onRetry={() => void refetch()} />}
      {!data && !error && <ListSkeleton />}
    </>
  );
}

function Receipt({ one, user }: { readonly one: PaymentDto; readonly user: UserDto }) {
  const { name, timeZone } = useStudio();
  const studio = name ?? t.app.name;
  // With the year: papers are kept.
  const day = longDayText(studioDayOf(new Date(one.receivedAt), timeZone));
  const facts = factsOf(one, `${day}, ${timeText(one.receivedAt, timeZone)}`);
  return (
    <>
      <article className={classes.receipt} aria-label={words.number(one.number)}>
        <p className={classes.studio}>{studio}</p>
        <p className={classes.small}>{words.number(one.number)}</p>
        {one.voided && <p className={classes.notValid}>{words.receipt.voided}</p>}
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
      <ReceiptActs {...{ one, user }} text={receiptText(studio, one, facts)} />
    </>
  );
}
