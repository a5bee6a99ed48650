import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeMember } from '../api/generated/sdk.gen.js';
import type { ChangeMemberDto, MemberDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { memberQuery } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import {
  type EnteredPerson,
  enteredOf,
  isComplete,
  PersonFields,
  sentOf,
} from './person-fields.js';
import { nameOf } from '../ui/names.js';
import { showSaved } from '../ui/change-toast.js';
import type { KeptSheet } from './use-kept-sheet.js';
import { useSending } from '../ui/use-sending.js';

interface Props {
  readonly sheet: KeptSheet;
  readonly member: MemberDto;
}

/** Changes what was edited of a member, and nothing that others changed meanwhile. */
export default function EditMemberSheet({ sheet, member }: Props) {
  const cache = useQueryClient();
  const [edits, setEdits] = useState<Partial<EnteredPerson>>({});
  const [isChecked, setChecked] = useState(false);
  const { id: memberId } = member;
  const person = { ...enteredOf(member), ...edits };
  const sending = useSending(
    (body: ChangeMemberDto, headers) => ask(changeMember({ path: { memberId }, body, headers })),
    (changed: MemberDto) => {
      cache.setQueryData(memberQuery(memberId).queryKey, changed);
      sheet.done();
      showSaved(t.desk.person.saved(nameOf(changed)));
    },
  );
  const save = () => {
    setChecked(true);
    if (Object.keys(edits).length === 0) sheet.close();
    else if (isComplete(person)) sending.send(sentOf(edits));
  };
  return (
    <Sheet title={t.desk.person.change} opened={sheet.opened} onClose={sheet.close}>
      <SheetForm sending={sending} onSubmit={save} save={t.desk.person.save}>
        <PersonFields
          person={person}
          onChange={(change) => setEdits({ ...edits, ...change })}
          isChecked={isChecked}
          error={sending.error}
        />
      </SheetForm>
    </Sheet>
  );
}
