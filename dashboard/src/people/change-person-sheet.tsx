import { useState } from 'react';
import type { ChangePersonDto } from '../api/generated/types.gen.js';
import {
  type EnteredPerson,
  enteredOf,
  isComplete,
  PersonFields,
  sentOf,
} from '../desk/person-fields.js';
import { nameOf } from '../ui/names.js';
import { words } from '../texts/people.js';
import { t } from '../texts/texts.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { LanguageField } from './language-field.js';
import type { PersonSheetProps } from './person-steps.js';
import { RoleField } from './role-field.js';
import { useChangePerson } from './use-change-person.js';

type Edits = Partial<EnteredPerson> & Pick<ChangePersonDto, 'role' | 'alsoCoach' | 'locale'>;

/** Changes what was edited of a person, and nothing that others changed meanwhile. */
export function ChangePersonSheet({ person, isSelf, onClose }: PersonSheetProps) {
  const [edits, setEdits] = useState<Edits>({});
  const [isChecked, setChecked] = useState(false);
  const sending = useChangePerson(person.id, (changed) => words.saved(nameOf(changed)), onClose);
  const edited = { ...person, ...enteredOf(person), ...edits };
  const change = (entered: Edits) => setEdits({ ...edits, ...entered });
  const isEmailNeeded = edited.role !== 'member';
  // Of another role it is asked anew.
  const chooseRole = (chosen: Pick<Edits, 'role' | 'alsoCoach'>) => {
    const { alsoCoach: _, ...others } = edits;
    setEdits({ ...(chosen.role ? others : edits), ...chosen });
  };
  const save = () => {
    setChecked(true);
    if (Object.keys(edits).length === 0) onClose();
    else if (isComplete(edited, isEmailNeeded)) sending.send(sentOf(edits));
  };
  return (
    <Sheet title={words.acts.change} opened onClose={onClose}>
      <SheetForm sending={sending} onSubmit={save} save={t.desk.person.save}>
        <PersonFields
          person={edited}
          onChange={change}
          isChecked={isChecked}
          error={sending.error}
          isEmailNeeded={isEmailNeeded}
          isNoMember={isEmailNeeded}
        />
        <RoleField {...edited} onChange={chooseRole} isOwn={isSelf} />
        <LanguageField language={edited.locale} onChange={(locale) => change({ locale })} />
      </SheetForm>
    </Sheet>
  );
}
