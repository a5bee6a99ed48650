import { Link } from 'wouter';
import { codeOf } from '../api/problem.js';
import { nameOf } from '../ui/names.js';
import { words } from '../texts/people.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import classes from './people.module.css';
import type { PersonSheetProps } from './person-steps.js';
import { useChangePerson } from './use-change-person.js';

export function SwitchOffSheet(props: PersonSheetProps) {
  return <SwitchSheet {...props} isOff={false} />;
}

export function SwitchOnSheet(props: PersonSheetProps) {
  return <SwitchSheet {...props} isOff />;
}

interface Props extends PersonSheetProps {
  /** As they were when this was opened: read again meanwhile, they may be as asked already. */
  readonly isOff: boolean;
}

/** Asks before somebody is switched off, or on again. */
function SwitchSheet({ person, isOff, onClose }: Props) {
  const name = nameOf(person);
  const done = isOff ? words.onDone : words.offDone;
  const sending = useChangePerson(person.id, (changed) => done(nameOf(changed)), onClose);
  return (
    <Sheet title={isOff ? words.onTitle : words.offTitle} opened onClose={onClose}>
      <SheetForm
        sending={sending}
        onSubmit={() => sending.send({ disabled: !isOff })}
        save={isOff ? words.acts.on : words.acts.off}
        isDestructive={!isOff}
      >
        <p className={classes.about}>{isOff ? words.acts.onDetail : words.offWarning(name)}</p>
        {codeOf(sending.error) === 'coach_has_members' && (
          <Link href={`/?coachId=${person.id}`} replace className={classes.toClients}>
            {words.showClients}
          </Link>
        )}
      </SheetForm>
    </Sheet>
  );
}
