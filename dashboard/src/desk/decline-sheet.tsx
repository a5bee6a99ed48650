import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { declineApproval } from '../api/generated/sdk.gen.js';
import type { ApprovalRequestDto, DeclineDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/approvals.js';
import { showSaved } from '../ui/change-toast.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { useApprovalText } from './approval-text.js';
import classes from './desk.module.css';

interface Props {
  readonly one: ApprovalRequestDto;
  readonly onClose: () => void;
}

/** Declines what a coach asks for, and says why. */
export default function DeclineSheet({ one, onClose }: Props) {
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const { longestReason } = useStudio().rules;
  const text = useApprovalText();
  const path = { approvalId: one.id };
  const sending = useSending(
    (body: DeclineDto, headers) => ask(declineApproval({ path, body, headers })),
    () => {
      showSaved(words.decline.saved);
      onClose();
    },
  );
  const isMissing = reason.trim() === '';
  const save = () => {
    setChecked(true);
    if (!isMissing) sending.send({ reason: reason.trim() });
  };
  const fault = isChecked && isMissing ? words.decline.required : null;
  const coach = one.askedBy?.name ?? words.somebody;
  return (
    <Sheet title={words.decline.title} opened onClose={onClose}>
      <p className={classes.about}>
        {text.what(one)} · {one.memberName}
      </p>
      <SheetForm sending={sending} onSubmit={save} save={words.decline.save} isDestructive>
        <Text className={classes.who}>{words.decline.detail(coach)}</Text>
        <Textarea
          label={words.decline.reason}
          value={reason}
          error={fault ?? faultAt('reason', sending.error)}
          onChange={({ currentTarget: { value } }) => setReason(value)}
          maxLength={longestReason}
          aria-required
          autosize
          minRows={2}
          maxRows={5}
        />
      </SheetForm>
    </Sheet>
  );
}
