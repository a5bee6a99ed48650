import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { createMember } from '../api/generated/sdk.gen.js';
import type { CreateMemberDto, MemberDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { memberQuery } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { Sheet } from '../ui/sheet.js';
import { isSheetEntry } from '../ui/sheet-entry.js';
import { SheetForm } from '../ui/sheet-form.js';
import { isComplete, NOTHING_ENTERED, PersonFields, sentOf } from './person-fields.js';
import { nameOf } from '../ui/names.js';
import { showSaved } from '../ui/change-toast.js';
import type { KeptSheet } from './use-kept-sheet.js';
import { useSending } from '../ui/use-sending.js';

/** Creates a member and goes on to the member's page, where a package is sold. */
export default function NewMemberSheet({ sheet }: { readonly sheet: KeptSheet }) {
  const cache = useQueryClient();
  const [, navigate] = useLocation();
  const [person, setPerson] = useState(NOTHING_ENTERED);
  const [isChecked, setChecked] = useState(false);
  const sending = useSending(
    (body: CreateMemberDto, headers) => ask(createMember({ body, headers })),
    (member: MemberDto) => {
      cache.setQueryData(memberQuery(member.id).queryKey, member);
      sheet.done();
      showSaved(t.desk.person.created(nameOf(member)));
      navigate(`/members/${member.id}`, { replace: isSheetEntry() });
    },
  );
  const save = () => {
    setChecked(true);
    if (isComplete(person)) sending.send(sentOf(person));
  };
  return (
    <Sheet title={t.desk.person.create} opened={sheet.opened} onClose={sheet.close}>
      <SheetForm sending={sending} onSubmit={save} save={t.desk.person.save}>
        <PersonFields
          person={person}
          onChange={(change) => setPerson({ ...person, ...change })}
          isChecked={isChecked}
          error={sending.error}
        />
      </SheetForm>
    </Sheet>
  );
}
