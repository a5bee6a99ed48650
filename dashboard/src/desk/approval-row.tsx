import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { approveApproval, withdrawApproval } from '../api/generated/sdk.gen.js';
import type { ApprovalRequestDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { words } from '../texts/approvals.js';
import { t } from '../texts/texts.js';
import { showSaved } from '../ui/change-toast.js';
import { SendError } from '../ui/send-error.js';
import { type Sending, useSending } from '../ui/use-sending.js';
import { useApprovalText } from './approval-text.js';
import classes from './approvals.module.css';
import DeclineSheet from './decline-sheet.js';
import listed from './listed.module.css';

interface Props {
  readonly one: ApprovalRequestDto;
  readonly isDesk: boolean;
  /** Whether it stands among those of other members. */
  readonly isAmongOthers?: boolean;
}

/** What a coach asks for, and what can be done about it. */
export function ApprovalRow({ one, isDesk, isAmongOthers = false }: Props) {
  const isOpen = one.state === 'open';
  return (
    <li className={classes.row} data-state={one.state}>
      <Words {...{ one, isDesk, isAmongOthers }} />
      {isOpen && (isDesk ? <Decisions one={one} /> : <Withdrawal one={one} />)}
    </li>
  );
}

function Words({ one, isDesk, isAmongOthers }: Required<Props>) {
  const text = useApprovalText();
  const coach = one.askedBy?.name ?? '';
  const asked = [
    isDesk ? words.by(coach) : null,
    one.state === 'open' ? text.now(one) : null,
    text.why(one),
  ];
  return (
    <span className={classes.words}>
      {isAmongOthers ? (
        <Link href={`/members/${one.memberId}`} className={classes.member}>
          <span className={listed.name}>{one.memberName}</span>
          {text.what(one)}
        </Link>
      ) : (
        <span className={listed.name}>{text.what(one)}</span>
      )}
      <span className={listed.detail}>{asked.filter((part) => part !== null).join(' · ')}</span>
      <span className={listed.detail}>
        {isDesk ? words.until(text.day(one.until)) : text.state(one)}
        {one.decided?.reason && `: ${t.history.quote(one.decided.reason)}`}
      </span>
    </span>
  );
}

function Decisions({ one }: { readonly one: ApprovalRequestDto }) {
  const [isDeclining, setDeclining] = useState(false);
  const text = useApprovalText();
  const path = { approvalId: one.id };
  const sending = useSending(
    (_: object, headers) => ask(approveApproval({ path, body: {}, headers })),
    ({ notice }) => showSaved(notice === undefined ? words.approve.saved : t.used.stillExpired),
  );
  const what = text.what(one);
  return (
    <>
      <span className={classes.acts}>
        <Button
          size="sm"
          aria-label={words.approve.name(what, one.memberName)}
          loading={sending.isSending}
          onClick={() => sending.send({})}
        >
          {words.approve.short}
        </Button>
        <Button
          size="sm"
          variant="default"
          aria-label={words.decline.name(what, one.memberName)}
          onClick={() => setDeclining(true)}
        >
          {words.decline.short}
        </Button>
      </span>
      <Fault sending={sending} />
      {isDeclining && <DeclineSheet one={one} onClose={() => setDeclining(false)} />}
    </>
  );
}

function Withdrawal({ one }: { readonly one: ApprovalRequestDto }) {
  const text = useApprovalText();
  const path = { approvalId: one.id };
  const sending = useSending(
    (_: object, headers) => ask(withdrawApproval({ path, headers })),
    () => showSaved(words.withdraw.saved),
  );
  return (
    <>
      <span className={classes.acts}>
        <Button
          size="sm"
          variant="default"
          aria-label={words.withdraw.name(text.what(one))}
          loading={sending.isSending}
          onClick={() => sending.send({})}
        >
          {words.withdraw.short}
        </Button>
      </span>
      <Fault sending={sending} />
    </>
  );
}

function Fault({ sending }: { readonly sending: Pick<Sending<never>, 'error'> }) {
  if (!sending.error) return null;
  return (
    <div className={classes.error}>
      <SendError error={sending.error} />
    </div>
  );
}
