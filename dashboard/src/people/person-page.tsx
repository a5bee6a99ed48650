import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ComponentType, useState } from 'react';
import type { PersonDto, UserDto } from '../api/generated/types.gen.js';
import { nameOf } from '../ui/names.js';
import { PageHead } from '../shell/page-head.js';
import { words } from '../texts/people.js';
import { BackLink } from '../ui/back-link.js';
import { Contact } from '../ui/contact.js';
import { hideChangeToast } from '../ui/change-toast.js';
import { Choices } from '../ui/choices.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import { useMomentText } from '../ui/use-moment-text.js';
import { ChangePersonSheet } from './change-person-sheet.js';
import { handOverQuery } from './hand-over-query.js';
import { HandOverSheet } from './hand-over-sheet.js';
import { LinkSheet } from './link-sheet.js';
import classes from './people.module.css';
import { personQuery } from './people-queries.js';
import { choicesOf, isCoach, type PersonSheetProps, type PersonStep } from './person-steps.js';
import { roleWords } from './role-words.js';
import { SignPersonOutSheet } from './sign-person-out-sheet.js';
import { StateMark } from './state-mark.js';
import { SubstituteSheet } from './substitute-sheet.js';
import { SwitchOffSheet, SwitchOnSheet } from './switch-sheet.js';

interface Props {
  readonly personId: number;
  readonly user: UserDto;
}

/** One person: what they are to the studio, whether they can sign in, and what to do about it. */
export default function PersonPage({ personId, user }: Props) {
  const { data, error, refetch } = useQuery(personQuery(personId));
  return (
    <>
      <PageHead
        title={data ? nameOf(data) : words.title}
        tabTitle={words.tab(personId)}
        before={<BackLink href="/people" label={words.toPeople} />}
      />
      {data && <Person person={data} isSelf={personId === user.id} />}
      {!data &&
        (error ? <Failed error={error} onRetry={() => void refetch()} /> : <ListSkeleton />)}
    </>
  );
}

const SHEETS: Readonly<Record<PersonStep, ComponentType<PersonSheetProps>>> = {
  change: ChangePersonSheet,
  link: LinkSheet,
  substitute: SubstituteSheet,
  handOver: HandOverSheet,
  signOut: SignPersonOutSheet,
  off: SwitchOffSheet,
  on: SwitchOnSheet,
};

function Person({ person, isSelf }: { readonly person: PersonDto; readonly isSelf: boolean }) {
  const [step, setStep] = useState<PersonStep | null>(null);
  const plan = useQuery({ ...handOverQuery(person.id), enabled: isCoach(person) });
  const StepSheet = step && SHEETS[step];
  const choose = (chosen: PersonStep) => {
    hideChangeToast();
    setStep(chosen);
  };
  return (
    <div className={classes.person}>
      <Facts person={person} />
      <Choices
        choices={choicesOf(person, isSelf, plan.data).map(({ leadsTo, ...choice }) => ({
          ...choice,
          key: leadsTo,
          ...(isPath(leadsTo) ? { href: leadsTo } : { onChoose: () => choose(leadsTo) }),
        }))}
      />
      {StepSheet && <StepSheet person={person} isSelf={isSelf} onClose={() => setStep(null)} />}
    </div>
  );
}

function Facts({ person }: { readonly person: PersonDto }) {
  const moment = useMomentText();
  const { email, state, disabledAt } = person;
  return (
    <div>
      <Text c="dimmed" className={classes.about}>
        {email ?? words.noEmail}
      </Text>
      <span className={classes.marks}>
        <Text component="span">{roleWords(person)}</Text>
        <StateMark state={state} />
        {disabledAt !== null && (
          <Text component="span" size="sm" c="dimmed">
            {words.disabledSince(moment(disabledAt))}
          </Text>
        )}
      </span>
      <Contact {...person} />
    </div>
  );
}

function isPath(leadsTo: string): leadsTo is `/${string}` {
  return leadsTo.startsWith('/');
}
