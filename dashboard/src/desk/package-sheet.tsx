import { useState } from 'react';
import type { ChangePackageDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words as freezes } from '../texts/freezes.js';
import { words as states } from '../texts/package-states.js';
import { words } from '../texts/payments.js';
import { t } from '../texts/texts.js';
import { words as transfers } from '../texts/transfers.js';
import { Sheet } from '../ui/sheet.js';
import { ActionList } from './action-list.js';
import { DateForm } from './date-form.js';
import { DecisionForm } from './decision-form.js';
import classes from './desk.module.css';
import { allActionsOf, approvalOf, connectionOf, type PackageAction } from './package-actions.js';
import { FreezeForm } from './freeze-form.js';
import { PayForm } from './pay-form.js';
import { openOf } from './paying.js';
import type { PackageProps } from './package-props.js';
import { validityText } from '../ui/last-day.js';
import { NO_WHY } from '../ui/why.js';
import { SendError } from '../ui/send-error.js';
import type { Sending } from '../ui/use-sending.js';
import { useChangePackage } from './use-change-package.js';
import type { KeptSheet } from './use-kept-sheet.js';
import { TransferForm } from './transfer-form.js';
import { VoidForm } from './void-form.js';

/** The actions that have a form. */
type Step = Exclude<PackageAction, 'approve' | 'reconnect'>;

interface Props extends PackageProps {
  readonly sheet: KeptSheet;
}

/** All actions of a package: some are done at once, the others have a form. */
export default function PackageSheet({ sheet, member, one, user }: Props) {
  const studio = useStudio();
  const { timeZone } = studio;
  const actions = allActionsOf(one, user, studio);
  const only = actions.length === 1 ? formAtOnce(actions[0]) : null;
  const [chosen, setChosen] = useState<Step | null>(null);
  const [versionAtFirst] = useState(one.version);
  const { sending, change } = useChangePackage(one, { onDone: sheet.done });
  const wanted = chosen ?? only;
  const step = wanted !== null && actions.includes(wanted) ? wanted : null;
  const isExtension = user.role === 'coach';
  // A refusal says the same, beside the button.
  const isChanged = sheet.opened && one.version !== versionAtFirst && !sending.error;

  const choose = (action: PackageAction) => {
    if (action === 'approve') change(approvalOf(one));
    else if (action === 'reconnect') change(connectionOf(false, NO_WHY));
    else setChosen(action);
  };
  return (
    <Sheet title={titleOf(step, isExtension)} opened={sheet.opened} onClose={sheet.done}>
      <p className={classes.about}>
        {t.desk.package.about(one.coachName, validityText(one.expiresAt, timeZone))}
      </p>
      {isChanged && <Changed />}
      {step === null && (
        <>
          <ActionList
            {...{ one, actions, isExtension }}
            isBusy={sending.isSending}
            onChoose={choose}
          />
          <SendError error={sending.error} />
        </>
      )}
      <StepForm {...{ one, member, user, step, sending, change }} onDone={sheet.done} />
    </Sheet>
  );
}

interface StepProps extends PackageProps {
  readonly step: Step | null;
  readonly sending: Sending<ChangePackageDto>;
  readonly change: (terms: ChangePackageDto) => void;
  readonly onDone: () => void;
}

/** The form of the action that was chosen. */
function StepForm({ one, member, user, step, sending, change, onDone }: StepProps) {
  const open = openOf(one, useStudio());
  const isExtension = user.role === 'coach';
  if (step === null) return null;
  if (step === 'date') {
    return <DateForm {...{ one, isExtension, sending, change }} onAsked={onDone} />;
  }
  if (step === 'transfer') return <TransferForm {...{ one, member, onDone }} />;
  if (step === 'void' || step === 'reopen') return <VoidForm {...{ one, member, step, onDone }} />;
  if (step === 'freeze' || step === 'unfreeze') return <FreezeForm {...{ one, onDone }} />;
  if (step !== 'pay') return <DecisionForm {...{ one, member, step, sending, change }} />;
  // What was typed of another amount is not right any more.
  return open && <PayForm key={open.openMinor} {...{ one, open, onDone }} />;
}

/** The package changed while the sheet was open. */
function Changed() {
  return (
    <div role="status" className={`${classes.alert} ${classes.notice}`} data-tone="warn">
      {t.desk.package.changed}
    </div>
  );
}

/** The form of an only action; null for what somebody should choose, not come upon. */
function formAtOnce(action: PackageAction | undefined): Step | null {
  return action === 'date' || action === 'reopen' ? action : null;
}

function titleOf(step: Step | null, isExtension: boolean): string {
  const texts = t.desk.package;
  if (step === 'date') return isExtension ? texts.extend : texts.date;
  if (step === 'pay') return words.take;
  if (step === 'transfer') return transfers.title;
  if (step === 'reject') return texts.reject;
  if (step === 'void' || step === 'reopen') return states[step].title;
  if (step === 'freeze') return freezes.freeze.title;
  if (step === 'unfreeze') return freezes.change.name;
  return step === 'disconnect' ? texts.disconnectTitle : texts.title;
}
