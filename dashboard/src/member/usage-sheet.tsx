import { IconArrowsExchange, IconUserQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import type { MemberDto, PackageDto, UsageDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/usages.js';
import { Choices } from '../ui/choices.js';
import { dayText, studioToday } from '../ui/dates.js';
import { Sheet } from '../ui/sheet.js';
import { AttendanceForm, MoveForm, RedoForm } from './usage-forms.js';

interface Props {
  readonly usage: UsageDto;
  readonly member: MemberDto;
  readonly onClose: () => void;
}

/** What can be done with a used session besides giving it back. */
export default function UsageSheet({ usage, member, onClose }: Props) {
  const { timeZone } = useStudio();
  const [chosen, setChosen] = useState<'attendance' | 'move' | null>(null);
  // As it was when the sheet was opened: the answer changes it before the sheet is gone.
  const [isUndone] = useState(usage.undone !== null);
  const today = studioToday(timeZone);
  const day = dayText(usage.usageDate ?? today, today);
  const others = member.packages.filter((one) => one.id !== usage.packageId && isUsable(one));
  const title = isUndone ? words.redo.title : titleOf(chosen, day);
  const form = { usage, member, onDone: onClose };
  return (
    <Sheet title={title} opened onClose={onClose}>
      {isUndone && <RedoForm {...form} day={day} />}
      {!isUndone && chosen === 'attendance' && <AttendanceForm {...form} />}
      {!isUndone && chosen === 'move' && <MoveForm {...form} others={others} />}
      {!isUndone && chosen === null && (
        <Choices
          choices={[
            {
              key: 'attendance',
              name: words.attendance.title,
              detail: words.attendance.detail,
              icon: IconUserQuestion,
              onChoose: () => setChosen('attendance'),
            },
            ...(others.length === 0
              ? []
              : [
                  {
                    key: 'move',
                    name: words.move.title,
                    detail: words.move.detail,
                    icon: IconArrowsExchange,
                    onChoose: () => setChosen('move'),
                  },
                ]),
          ]}
        />
      )}
    </Sheet>
  );
}

function titleOf(chosen: 'attendance' | 'move' | null, day: string): string {
  return chosen === null ? words.title(day) : words[chosen].title;
}

function isUsable({ state, remaining }: PackageDto): boolean {
  return state === 'active' && (remaining ?? 0) > 0;
}
