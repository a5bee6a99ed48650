import {
  IconActivity,
  IconArrowsExchange,
  IconLink,
  IconLogout,
  IconPencil,
  IconTicket,
  IconUserCheck,
  IconUserOff,
  IconUserShare,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react';
import type { HandOverPlanDto, PersonDto } from '../api/generated/types.gen.js';
import { words as handOver } from '../texts/hand-over.js';
import { words } from '../texts/people.js';
import { words as substitutes } from '../texts/substitutes.js';

/** What can be done about a person by a sheet. */
export type PersonStep = 'change' | 'link' | 'substitute' | 'handOver' | 'signOut' | 'off' | 'on';

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
  handOver: { name: handOver.name, detail: handOver.detail, icon: IconArrowsExchange },
  substitute: { name: substitutes.name, detail: substitutes.detail, icon: IconUserShare },
  signOut: { name: acts.signOut, detail: acts.signOutDetail, icon: IconLogout },
  off: { name: acts.off, detail: acts.offDetail, icon: IconUserOff, isBad: true },
  on: { name: acts.on, detail: acts.onDetail, icon: IconUserCheck },
};

/** What an admin may do about a person, and where else that person is seen. */
export function choicesOf(
  person: PersonDto,
  isSelf: boolean,
  toHandOver?: Pick<HandOverPlanDto, 'members' | 'sessions'>,
): PersonChoice[] {
  const steps = stepsOf(person, isSelf).map(choiceOf);
  const { members = 0, sessions = 0 } = toHandOver ?? {};
  const found = members > 0 ? { detail: handOver.found(members, sessions) } : {};
  return [
    ...placesOf(person),
    ...steps.map((one) => (one.leadsTo === 'handOver' ? { ...one, ...found } : one)),
  ];
}

/** Whether packages are, or were, sold with the person. */
export function isCoach({ role, alsoCoach }: Pick<PersonDto, 'role' | 'alsoCoach'>): boolean {
  return role === 'coach' || alsoCoach;
}

function choiceOf(step: PersonStep): PersonChoice {
  return { ...STEPS[step], leadsTo: step };
}

/** Of oneself, the account page signs out and changes the password. */
function stepsOf(person: PersonDto, isSelf: boolean): PersonStep[] {
  const { email, state, disabledAt } = person;
  const leaving: PersonStep[] = isCoach(person) ? ['substitute', 'handOver'] : [];
  if (isSelf) return ['change', ...leaving];
  if (disabledAt !== null) return ['change', ...leaving, 'on'];
  if (state === 'kept_out') return ['change', ...leaving, 'off'];
  // With a password of a link nobody signs in who has no e-mail address.
  return ['change', ...(email === null ? [] : (['link'] as const)), ...leaving, 'signOut', 'off'];
}

function placesOf(person: PersonDto): PersonChoice[] {
  const { id, role } = person;
  const activity: PersonChoice = {
    ...{ name: acts.activity, detail: acts.activityDetail, icon: IconActivity },
    leadsTo: `/activity?actorId=${id}`,
  };
  if (role === 'member') {
    const { packages: name, packagesDetail: detail } = acts;
    return [{ name, detail, icon: IconTicket, leadsTo: `/members/${id}` }, activity];
  }
  if (!isCoach(person)) return [activity];
  const { clients: name, clientsDetail: detail } = acts;
  return [{ name, detail, icon: IconUsers, leadsTo: `/?coachId=${id}` }, activity];
}
