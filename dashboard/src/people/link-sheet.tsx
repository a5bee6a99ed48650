import { useState } from 'react';
import { invitePersonAgain } from '../api/generated/sdk.gen.js';
import type { InvitationDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { ShownLink, titleOf } from '../desk/shown-link.js';
import { nameOf } from '../ui/names.js';
import { words } from '../texts/people.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import classes from './people.module.css';
import type { PersonSheetProps } from './person-steps.js';

/** Asks before another link is made, and shows it once. */
export function LinkSheet({ person, onClose }: PersonSheetProps) {
  const [invitation, setInvitation] = useState<InvitationDto | null>(null);
  const sending = useSending(
    (_: null) => ask(invitePersonAgain({ path: { personId: person.id } })),
    setInvitation,
  );
  const title = invitation ? titleOf(invitation) : words.acts.link;
  return (
    <Sheet title={title} opened onClose={onClose} isHeld={invitation !== null}>
      {invitation ? (
        <ShownLink invitation={invitation} person={invitation.person} onDone={onClose} />
      ) : (
        <SheetForm sending={sending} onSubmit={() => sending.send(null)} save={words.linkSave}>
          <p className={classes.about}>{words.linkWarning(nameOf(person))}</p>
        </SheetForm>
      )}
    </Sheet>
  );
}
