import {
  IconActivity,
  IconLink,
  IconLogout,
  IconPencil,
  IconTicket,
  IconUserCheck,
  IconUserOff,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import type { PersonDto } from '../api/generated/types.gen.js';
import { words } from '../texts/people.js';

/** What can be done about a person by a sheet. */
export type PersonStep = 'change' | 'link' | 'signOut' | 'off' | 'on';

/** What each of these sheets is given. */
export interface PersonSheetProps {
  readonly person: PersonDto;
  /** Whether it is the admin who looks. */
  readonly isSelf: boolean;
  readonly onClose: () => void;
}

/** Something to choose on a person's page: a page to go to, or a sheet. */
export interface PersonChoice {
  readonly name: string;
  readonly detail: string;
  readonly icon: TablerIcon;
  readonly leadsTo: PersonStep | `/${string}`;
  readonly isBad?: boolean;
}

const { acts } = words;

const STEPS: Readonly<Record<PersonStep, Omit<PersonChoice, 'leadsTo'>>> = {
  change: { name: acts.change, detail: acts.changeDetail, icon: IconPencil },
  link: { name: acts.link, detail: acts.linkDetail, icon: IconLink },
  signOut: { name: acts.signOut, detail: acts.signOutDetail, icon: IconLogout },
  off: { name: acts.off, detail: acts.offDetail, icon: IconUserOff, isBad: true },
  on: { name: acts.on, detail: acts.onDetail, icon: IconUserCheck },
};

/** What an admin may do about a person, and where else that person is seen. */
export function choicesOf(person: PersonDto, isSelf: boolean): PersonChoice[] {
  return [...placesOf(person), ...stepsOf(person, isSelf).map(choiceOf)];
}

function choiceOf(step: PersonStep): PersonChoice {
  return { ...STEPS[step], leadsTo: step };
}

/** Of oneself, the account page signs out and changes the password. */
function stepsOf({ email, state, disabledAt }: PersonDto, isSelf: boolean): PersonStep[] {
  if (isSelf) return ['change'];
  if (disabledAt !== null) return ['change', 'on'];
  if (state === 'kept_out') return ['change', 'off'];
  // With a password of a link nobody signs in who has no e-mail address.
  return ['change', ...(email === null ? [] : (['link'] as const)), 'signOut', 'off'];
}

function placesOf({ id, role, alsoCoach }: PersonDto): PersonChoice[] {
  const activity: PersonChoice = {
    ...{ name: acts.activity, detail: acts.activityDetail, icon: IconActivity },
    leadsTo: `/activity?actorId=${id}`,
  };
  if (role === 'member') {
    const { packages: name, packagesDetail: detail } = acts;
    return [{ name, detail, icon: IconTicket, leadsTo: `/members/${id}` }, activity];
  }
  if (role !== 'coach' && !alsoCoach) return [activity];
  const { clients: name, clientsDetail: detail } = acts;
  return [{ name, detail, icon: IconUsers, leadsTo: `/?coachId=${id}` }, activity];
}
