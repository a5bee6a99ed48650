import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { PaymentDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/payments.js';
import { momentText, studioToday } from '../ui/dates.js';
import { MoreRows } from '../ui/more-rows.js';
import { moneyText } from '../ui/money.js';
import classes from './payments.module.css';
import { paymentsQuery } from './payments-query.js';

/** What a member has paid, each with its receipt; nothing where nothing was. */
export default function PaymentList({ memberId }: { readonly memberId: number }) {
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    paymentsQuery(memberId),
  );
  const payments = data?.pages.flatMap((page) => page.data) ?? [];
  if (payments.length === 0) return null;
  return (
    <section aria-labelledby="payments">
      <h2 id="payments">{words.title}</h2>
      <ul className={classes.list}>
        {payments.map((one) => (
          <li key={one.id}>
            <Row one={one} />
          </li>
        ))}
      </ul>
      <MoreRows hasMore={hasNextPage} isLoading={isFetching} onMore={() => void fetchNextPage()} />
    </section>
  );
}

function Row({ one }: { readonly one: PaymentDto }) {
  const { timeZone } = useStudio();
  const when = momentText(one.receivedAt, timeZone, studioToday(timeZone));
  return (
    <Link href={`/members/${one.member.id}/payments/${one.id}`} className={classes.row}>
      <span className={classes.words}>
        <span className={classes.name}>{words.number(one.number)}</span>
        <span className={classes.detail}>
          {when} · {words.methods[one.method]}
          {one.voided && ` · ${words.voided}`}
        </span>
      </span>
      <span className={classes.amount} data-voided={one.voided !== null || undefined}>
        {moneyText(one.amountMinor, one.currency)}
      </span>
    </Link>
  );
}
