import { Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { createMember } from '../api/generated/sdk.gen.js';
import type { CreatedMemberDto, CreateMemberDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { memberQuery, useStudio } from '../data/queries.js';
import { words } from '../texts/person.js';
import { t } from '../texts/texts.js';
import { Sheet } from '../ui/sheet.js';
import { isSheetEntry } from '../ui/sheet-entry.js';
import { SheetForm } from '../ui/sheet-form.js';
import { isComplete, NOTHING_ENTERED, PersonFields, sentOf } from './person-fields.js';
import { ShownLink, titleOf } from './shown-link.js';
import { nameOf } from '../ui/names.js';
import { showSaved } from '../ui/change-toast.js';
import type { KeptSheet } from './use-kept-sheet.js';
import { useSending } from '../ui/use-sending.js';

/** Creates a member and goes on to the member's page, where a package is sold. */
export default function NewMemberSheet({ sheet }: { readonly sheet: KeptSheet }) {
  const [person, setPerson] = useState(NOTHING_ENTERED);
  const [isInvited, setInvited] = useState(false);
  const [isChecked, setChecked] = useState(false);
  const { sending, withLink, goTo } = useCreating(sheet);
  const save = () => {
    setChecked(true);
    const body = { ...sentOf(person), ...(isInvited ? { invite: true } : {}) };
    if (isComplete(person, isInvited)) sending.send(body);
  };
  if (withLink?.invitation) {
    const { invitation } = withLink;
    return (
      <Sheet
        title={titleOf(invitation)}
        opened={sheet.opened}
        onClose={() => goTo(withLink)}
        isHeld
      >
        <ShownLink invitation={invitation} person={withLink} onDone={() => goTo(withLink)} />
      </Sheet>
    );
  }
  return (
    <Sheet title={t.desk.person.create} opened={sheet.opened} onClose={sheet.close}>
      <SheetForm sending={sending} onSubmit={save} save={t.desk.person.save}>
        <PersonFields
          person={person}
          onChange={(change) => setPerson({ ...person, ...change })}
          isChecked={isChecked}
          error={sending.error}
          isEmailNeeded={isInvited}
        />
        <InviteSwitch isOn={isInvited} onChange={setInvited} />
      </SheetForm>
    </Sheet>
  );
}

/** Sends it; who has a link is shown with that first, and then as all others. */
function useCreating(sheet: KeptSheet) {
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const [withLink, setWithLink] = useState<CreatedMemberDto | null>(null);
  const goTo = ({ id }: CreatedMemberDto) => {
    sheet.done();
    navigate(`/members/${id}`, { replace: isSheetEntry() });
  };
  const sending = useSending(
    (body: CreateMemberDto, headers) => ask(createMember({ body, headers })),
    (created: CreatedMemberDto) => {
      const { invitation, ...member } = created;
      cache.setQueryData(memberQuery(member.id).queryKey, member);
      if (invitation && !invitation.isMailed) {
        setWithLink(created);
        return;
      }
      goTo(member);
      showSaved((invitation ? words.invited : t.desk.person.created)(nameOf(member)));
    },
  );
  return { sending, withLink, goTo };
}

interface SwitchProps {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function InviteSwitch({ isOn, onChange }: SwitchProps) {
  const { sendsMail } = useStudio();
  return (
    <Switch
      size="lg"
      label={words.invite}
      description={sendsMail ? words.inviteMailed : words.inviteShown}
      checked={isOn}
      onChange={({ currentTarget: { checked } }) => onChange(checked)}
    />
  );
}
