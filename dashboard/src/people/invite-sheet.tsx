import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { invitePerson } from '../api/generated/sdk.gen.js';
import type { InvitationDto, InvitePersonDto, PersonDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import {
  type EnteredPerson,
  isComplete,
  NOTHING_ENTERED,
  PersonFields,
  sentOf,
} from '../desk/person-fields.js';
import { ShownLink, titleOf } from '../desk/shown-link.js';
import type { KeptSheet } from '../desk/use-kept-sheet.js';
import { words } from '../texts/people.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { LanguageField } from './language-field.js';
import { readPeopleAgain } from './people-queries.js';
import { RoleField } from './role-field.js';

type Entered = EnteredPerson &
  Pick<PersonDto, 'role' | 'alsoCoach'> &
  Pick<InvitePersonDto, 'locale'>;

const NOBODY: Entered = { ...NOTHING_ENTERED, role: 'coach', alsoCoach: false };

/** Adds somebody, and shows once the link by which they set a password. */
export function InviteSheet({ sheet }: { readonly sheet: KeptSheet }) {
  const [person, setPerson] = useState(NOBODY);
  const [isChecked, setChecked] = useState(false);
  const { sending, invitation } = useInvitation();
  // Of another role it is asked anew.
  const change = (entered: Partial<Entered>) =>
    setPerson({ ...person, ...(entered.role && { alsoCoach: false }), ...entered });
  const isEmailNeeded = person.role !== 'member';
  const submit = () => {
    setChecked(true);
    if (isComplete(person, isEmailNeeded)) sending.send(sentOf(person));
  };
  const isShown = invitation !== null;
  return (
    <Sheet
      title={isShown ? titleOf(invitation) : words.invite}
      opened={sheet.opened}
      onClose={isShown ? sheet.done : sheet.close}
      isHeld={isShown}
    >
      {isShown ? (
        <ShownLink invitation={invitation} person={invitation.person} onDone={sheet.done} />
      ) : (
        <SheetForm sending={sending} onSubmit={submit} save={words.inviteSave}>
          <Text>{words.lead}</Text>
          <PersonFields
            person={person}
            onChange={change}
            isChecked={isChecked}
            error={sending.error}
            isEmailNeeded={isEmailNeeded}
            isNoMember={isEmailNeeded}
          />
          <RoleField {...person} onChange={change} />
          <LanguageField
            language={person.locale ?? null}
            onChange={(locale) => change({ locale })}
          />
        </SheetForm>
      )}
    </Sheet>
  );
}

/** Sends an invitation, and keeps what was answered, for as long as the sheet is there. */
function useInvitation() {
  const cache = useQueryClient();
  const [invitation, setInvitation] = useState<InvitationDto | null>(null);
  const sending = useSending(
    (body: InvitePersonDto) => ask(invitePerson({ body })),
    (answer) => {
      setInvitation(answer);
      readPeopleAgain(cache);
    },
  );
  return { sending, invitation };
}
