import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { PaymentDto, PaymentRefundDto, UserDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/payments.js';
import { momentText, studioToday } from '../ui/dates.js';
import { MoreRows } from '../ui/more-rows.js';
import { moneyText } from '../ui/money.js';
import classes from './payments.module.css';
import listed from './listed.module.css';
import { paymentsQuery } from './payments-query.js';
import { RefundButton } from './refund-button.js';

interface Props {
  readonly memberId: number;
  readonly user: UserDto;
}

/** What a member has paid, and what of that was paid back; nothing where nothing was. */
export default function PaymentList({ memberId, user }: Props) {
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    paymentsQuery(memberId),
  );
  const payments = data?.pages.flatMap((page) => page.data) ?? [];
  if (payments.length === 0) return null;
  return (
    <section aria-labelledby="payments">
      <h2 id="payments">{words.title}</h2>
      <ul className={listed.list}>
        {payments.flatMap((one) => [
          <li key={one.id} className={classes.payment}>
            <Row one={one} />
            <RefundButton one={one} user={user} isInRow />
          </li>,
          ...one.refunds.map((refund) => (
            <li key={`${one.id} ${refund.id}`} className={classes.refund}>
              <RefundRow {...{ one, refund }} />
            </li>
          )),
        ])}
      </ul>
      <MoreRows hasMore={hasNextPage} isLoading={isFetching} onMore={() => void fetchNextPage()} />
    </section>
  );
}

function Row({ one }: { readonly one: PaymentDto }) {
  const detail = `${words.methods[one.method]}${one.voided ? ` · ${words.voided}` : ''}`;
  return (
    <ReceiptLink
      href={`/members/${one.member.id}/payments/${one.id}`}
      number={one.number}
      at={one.receivedAt}
      detail={detail}
      amount={moneyText(one.amountMinor, one.currency)}
      isVoided={one.voided !== null}
    />
  );
}

interface RefundRowProps {
  readonly one: PaymentDto;
  readonly refund: PaymentRefundDto;
}

/** Below its payment, which may be older than others. */
function RefundRow({ one, refund }: RefundRowProps) {
  return (
    <ReceiptLink
      href={`/members/${one.member.id}/payments/${one.id}/${refund.id}`}
      number={refund.number}
      at={refund.at}
      detail={words.refund.row}
      amount={moneyText(-refund.amountMinor, one.currency)}
    />
  );
}

interface LinkProps {
  readonly href: string;
  readonly number: number;
  readonly at: string;
  readonly detail: string;
  readonly amount: string;
  readonly isVoided?: boolean;
}

function ReceiptLink({ href, number, at, detail, amount, isVoided = false }: LinkProps) {
  const { timeZone } = useStudio();
  return (
    <Link href={href} className={classes.row}>
      <span className={listed.words}>
        <span className={listed.name}>{words.number(number)}</span>
        <span className={listed.detail}>
          {momentText(at, timeZone, studioToday(timeZone))} · {detail}
        </span>
      </span>
      <span className={classes.amount} data-voided={isVoided || undefined}>
        {amount}
      </span>
    </Link>
  );
}
