import { Text } from '@mantine/core';
import { onlineManager, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { undoUsage } from '../api/generated/sdk.gen.js';
import type { MemberDto, UndoDto, UsageDto, UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { useStudio } from '../data/queries.js';
import { AskDesk } from '../desk/ask-desk.js';
import { useTapping } from '../queue/tap-context.js';
import { words } from '../texts/corrections.js';
import { t } from '../texts/texts.js';
import { dayText, studioDayOf, studioToday } from '../ui/dates.js';
import { showSaved } from '../ui/change-toast.js';
import { nameOf } from '../ui/names.js';
import { ReasonField } from '../ui/reason-field.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';

interface Props {
  readonly usage: UsageDto;
  readonly member: MemberDto;
  readonly user: UserDto;
  readonly onClose: () => void;
}

/**
 * Undoes a usage. The history shows why, which a coach has to say once the day is over. Where the
 * studio limits what coaches give, the answer is waited for: the desk may have to be asked.
 */
export default function UndoSheet({ usage, member, user, onClose }: Props) {
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const { undo } = useTapping();
  const { timeZone, rules } = useStudio();
  const today = studioToday(timeZone);
  const day = dayText(usage.usageDate ?? today, today);
  const isSlip = studioDayOf(new Date(usage.createdAt), timeZone) === today;
  const isOptional = isSlip || user.role !== 'coach';
  const isMissing = !isOptional && isUnsaid(why);
  const isLimited = !isOptional && rules.coachGivesPerMemberMonth !== null;
  const sending = useUndoing(member, usage, onClose);
  const save = () => {
    setChecked(true);
    if (isMissing) return;
    // Without a connection it is kept on the device, and refused later where it must be.
    if (isLimited && onlineManager.isOnline()) {
      sending.send(whyPart(why));
      return;
    }
    undo(member, usage, whyPart(why));
    onClose();
  };
  return (
    <Sheet title={words.undo.title} opened onClose={onClose}>
      <SheetForm
        sending={sending}
        onSubmit={save}
        save={t.history.undo}
        instead={
          <AskDesk
            memberId={member.id}
            error={sending.error}
            wanted={{ kind: 'undo', usageId: usage.id, ...whyPart(why) }}
            onAsked={onClose}
          />
        }
      >
        <Text>{words.undo.detail(day)}</Text>
        <ReasonField
          why={why}
          onChange={setWhy}
          isOptional={isOptional}
          error={isChecked && isMissing ? words.adjust.reasonRequired : null}
        />
      </SheetForm>
    </Sheet>
  );
}

/** Undoes it at once, and says what came of it. */
function useUndoing(member: MemberDto, { id: usageId }: UsageDto, onDone: () => void) {
  const cache = useQueryClient();
  const path = { memberId: member.id, usageId };
  return useSending(
    (body: UndoDto, headers) => ask(undoUsage({ path, body, headers })),
    ({ package: changed }) => {
      putPackage(cache, changed);
      showSaved(changed.state === 'expired' ? t.used.stillExpired : t.used.undone(nameOf(member)));
      onDone();
    },
  );
}
