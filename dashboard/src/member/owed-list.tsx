import { Button, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { settleOwed } from '../api/generated/sdk.gen.js';
import type { MemberDto, OwedSessionDto, UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { useStudio } from '../data/queries.js';
import { useOfCoach } from '../data/covering.js';
import listed from '../desk/listed.module.css';
import { words } from '../texts/owed.js';
import { showSaved } from '../ui/change-toast.js';
import { dayText, studioToday } from '../ui/dates.js';
import { useWhyText } from '../ui/reasons.js';
import { SendError } from '../ui/send-error.js';
import { useSending } from '../ui/use-sending.js';
import CancelOwedSheet from './cancel-owed-sheet.js';
import { settlesFor } from './owing.js';
import classes from './owed-list.module.css';
import { owedQuery } from './owed-query.js';

interface Props {
  readonly member: MemberDto;
  readonly user: UserDto;
}

/** The sessions that a member owes, each with what can be done about it; nothing where none is. */
export default function OwedList({ member, user }: Props) {
  const { data } = useQuery(owedQuery(member.id, useOfCoach()));
  const [cancelling, setCancelling] = useState<OwedSessionDto | null>(null);
  const all = data?.data ?? [];
  if (all.length === 0) return null;
  const isOwn = user.role === 'member';
  const waits = all.every((owed) => !settlesFor(member, owed));
  return (
    <section aria-labelledby="owed">
      <h2 id="owed">{words.title}</h2>
      {waits && (
        <Text size="sm" c="dimmed" mb={8}>
          {words.waits}
        </Text>
      )}
      <ul className={listed.list}>
        {all.map((owed) => (
          <li key={owed.id} className={classes.row}>
            <Words owed={owed} />
            {!isOwn && <Acts {...{ member, owed }} onCancel={() => setCancelling(owed)} />}
          </li>
        ))}
      </ul>
      {cancelling && (
        <CancelOwedSheet {...{ member }} owed={cancelling} onClose={() => setCancelling(null)} />
      )}
    </section>
  );
}

function Words({ owed }: { readonly owed: OwedSessionDto }) {
  const { timeZone } = useStudio();
  const why = useWhyText()(owed);
  return (
    <span className={listed.words}>
      <span className={listed.name}>{dayText(owed.usageDate, studioToday(timeZone))}</span>
      <span className={listed.detail}>
        {words.with(owed.coachName)}
        {why !== null && ` · ${why}`}
      </span>
    </span>
  );
}

interface ActsProps {
  readonly member: MemberDto;
  readonly owed: OwedSessionDto;
  readonly onCancel: () => void;
}

function Acts({ member, owed, onCancel }: ActsProps) {
  const { timeZone } = useStudio();
  const cache = useQueryClient();
  const ofCoach = useOfCoach();
  const path = { memberId: member.id, owedId: owed.id };
  const sending = useSending(
    (_: object, headers) => ask(settleOwed({ path, body: ofCoach, headers })),
    ({ package: changed }) => {
      putPackage(cache, changed);
      void cache.invalidateQueries({ queryKey: ['owed', member.id] });
      showSaved(words.settle.saved(changed.remaining ?? 0));
    },
  );
  const day = dayText(owed.usageDate, studioToday(timeZone));
  return (
    <>
      <span className={classes.acts}>
        {settlesFor(member, owed) && (
          <Button
            size="sm"
            aria-label={words.settle.name(day)}
            loading={sending.isSending}
            onClick={() => sending.send({})}
          >
            {words.settle.short}
          </Button>
        )}
        <Button size="sm" variant="default" aria-label={words.cancel.name(day)} onClick={onCancel}>
          {words.cancel.short}
        </Button>
      </span>
      {sending.error && (
        <div className={classes.error}>
          <SendError error={sending.error} />
        </div>
      )}
    </>
  );
}
