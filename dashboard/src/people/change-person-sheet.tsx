import { useState } from 'react';
import type { ChangePersonDto } from '../api/generated/types.gen.js';
import { nameOf, PersonFields } from '../desk/person-fields.js';
import { words } from '../texts/people.js';
import { t } from '../texts/texts.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { LanguageField } from './language-field.js';
import type { PersonSheetProps } from './person-steps.js';
import { RoleField } from './role-field.js';
import { useChangePerson } from './use-change-person.js';

/** Changes what was edited of a person, and nothing that others changed meanwhile. */
export function ChangePersonSheet({ person, isSelf, onClose }: PersonSheetProps) {
  const [edits, setEdits] = useState<ChangePersonDto>({});
  const [isChecked, setChecked] = useState(false);
  const sending = useChangePerson(person.id, (changed) => words.saved(nameOf(changed)), onClose);
  const edited = { ...person, ...edits };
  const change = (entered: ChangePersonDto) => setEdits({ ...edits, ...entered });
  // A name that was there cannot be taken away, only replaced.
  const isLastNameOptional = person.lastName === '';
  const required = [
    edited.firstName,
    edited.email,
    ...(isLastNameOptional ? [] : [edited.lastName]),
  ];
  const save = () => {
    setChecked(true);
    if (Object.keys(edits).length === 0) onClose();
    else if (required.every((text) => text.trim() !== '')) sending.send(withoutEmpty(edits));
  };
  return (
    <Sheet title={words.acts.change} opened onClose={onClose}>
      <SheetForm sending={sending} onSubmit={save} save={t.desk.person.save}>
        <PersonFields
          person={edited}
          onChange={change}
          isChecked={isChecked}
          error={sending.error}
          isLastNameOptional={isLastNameOptional}
        />
        <RoleField role={edited.role} onChange={(role) => change({ role })} isOwn={isSelf} />
        <LanguageField language={edited.locale} onChange={(locale) => change({ locale })} />
      </SheetForm>
    </Sheet>
  );
}

/** A last name that is still empty is not sent. */
function withoutEmpty({ lastName, ...edits }: ChangePersonDto): ChangePersonDto {
  return lastName === undefined || lastName.trim() === '' ? edits : { ...edits, lastName };
}
