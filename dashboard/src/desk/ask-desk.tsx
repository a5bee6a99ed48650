import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { askApproval } from '../api/generated/sdk.gen.js';
import type { AskApprovalDto } from '../api/generated/types.gen.js';
import { ask, codeOf } from '../api/problem.js';
import { refetchChanged } from '../data/cache.js';
import { useIsStandingIn } from '../data/covering.js';
import { words } from '../texts/approvals.js';
import { showSaved } from '../ui/change-toast.js';
import { SendError } from '../ui/send-error.js';
import { useSending } from '../ui/use-sending.js';
import { useApprovalText } from './approval-text.js';

interface Props {
  readonly memberId: number;
  /** Why the coach could not do it alone. */
  readonly error: Error | null;
  /** What was typed. */
  readonly wanted: AskApprovalDto;
  readonly onAsked: () => void;
}

/** Offers a coach, whose limit is reached, to have the desk decide about what was typed. */
export function AskDesk({ memberId, error, wanted, onAsked }: Props) {
  const cache = useQueryClient();
  const isStandingIn = useIsStandingIn();
  const { day } = useApprovalText();
  const sending = useSending(
    (body: AskApprovalDto, headers) => ask(askApproval({ path: { memberId }, body, headers })),
    ({ until }) => {
      void refetchChanged(cache);
      showSaved(words.ask.saved(day(until)));
      onAsked();
    },
  );
  // Who stands in asks nothing of the desk for another coach.
  if (isStandingIn || codeOf(error) !== 'approval_required') return null;
  return (
    <>
      <Button
        variant="default"
        size="lg"
        fullWidth
        loading={sending.isSending}
        onClick={() => sending.send(wanted)}
      >
        {words.ask.act}
      </Button>
      <SendError error={sending.error} />
    </>
  );
}
