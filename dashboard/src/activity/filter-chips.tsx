import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ActivityDto, MemberDto } from '../api/generated/types.gen.js';
import { memberQuery, useStudio } from '../data/queries.js';
import { words } from '../texts/activity.js';
import { nameOf } from '../ui/names.js';
import { useWhyText } from '../ui/reasons.js';
import { dayText, studioToday } from '../ui/dates.js';
import classes from './activity-page.module.css';
import type { Shown } from './filter.js';

interface Props {
  readonly shown: Shown;
  /** The rows that were loaded, to look up the names of actors. */
  readonly rows: readonly ActivityDto[];
  readonly onShow: (shown: Shown) => void;
}

/** The active filters; each can be removed. */
export function FilterChips({ shown, rows, onShow }: Props) {
  const today = studioToday(useStudio().timeZone);
  const whyText = useWhyText();
  const { data: member } = useQuery({
    ...memberQuery(shown.memberId ?? 0),
    enabled: shown.memberId !== undefined,
  });
  const names = Object.keys(shown) as (keyof Shown)[];
  if (names.length === 0) return null;
  const without = (name: keyof Shown): Shown => {
    const { [name]: _, ...others } = shown;
    return others;
  };
  return (
    <ul className={classes.chips} aria-label={words.active}>
      {names.map((name) => {
        const text = chipText(name, { shown, rows, today, member, whyText });
        return (
          <li key={name}>
            <button
              type="button"
              className={classes.chip}
              aria-label={words.remove(text)}
              onClick={() => onShow(without(name))}
            >
              {text}
              <IconX size={18} aria-hidden />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

interface ChipContext extends Pick<Props, 'shown' | 'rows'> {
  readonly today: string;
  readonly member: MemberDto | undefined;
  readonly whyText: ReturnType<typeof useWhyText>;
}

function chipText(name: keyof Shown, { shown, rows, today, ...context }: ChipContext): string {
  const { action, outcome, reasonCode, from, to, actorId } = shown;
  const { member, whyText } = context;
  const actor = rows.find((row) => row.actor.id === actorId)?.actor.name;
  const texts: Record<keyof Shown, string> = {
    action: action ? words.actions[action] : '',
    outcome: outcome ? words.outcomes[outcome] : '',
    reasonCode: whyText({ reasonCode: reasonCode ?? null }) ?? '',
    from: from === undefined ? '' : words.since(dayText(from, today)),
    to: to === undefined ? '' : words.until(dayText(to, today)),
    memberId: words.ofMember(member ? nameOf(member) : words.oneMember),
    actorId: words.byPerson(actor ?? words.onePerson),
    signIns: words.signInsShown,
  };
  return texts[name];
}
