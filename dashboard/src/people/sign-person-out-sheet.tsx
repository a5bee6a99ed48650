import { signPersonOut } from '../api/generated/sdk.gen.js';
import { ask } from '../api/problem.js';
import { nameOf } from '../ui/names.js';
import { words } from '../texts/people.js';
import { showSaved } from '../ui/change-toast.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import classes from './people.module.css';
import type { PersonSheetProps } from './person-steps.js';

/** Asks before somebody is signed out on every device. */
export function SignPersonOutSheet({ person, onClose }: PersonSheetProps) {
  const sending = useSending(
    (_: null, headers) => ask(signPersonOut({ path: { personId: person.id }, headers })),
    () => {
      onClose();
      showSaved(words.signedOut(nameOf(person)));
    },
  );
  return (
    <Sheet title={words.signOutTitle} opened onClose={onClose}>
      <SheetForm
        sending={sending}
        onSubmit={() => sending.send(null)}
        save={words.acts.signOut}
        isDestructive
      >
        <p className={classes.about}>{words.signOutWarning(nameOf(person))}</p>
      </SheetForm>
    </Sheet>
  );
}
