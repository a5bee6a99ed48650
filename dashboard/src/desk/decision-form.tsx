import { Text } from '@mantine/core';
import { useState } from 'react';
import type { ChangePackageDto, MemberDto, PackageDto } from '../api/generated/types.gen.js';
import { t } from '../texts/texts.js';
import { SheetForm } from '../ui/sheet-form.js';
import classes from './desk.module.css';
import { connectionOf, rejectionOf } from './package-actions.js';
import { nameOf } from '../ui/names.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { isUnsaid, NO_WHY } from '../ui/why.js';
import type { Sending } from '../ui/use-sending.js';

interface Props {
  readonly one: PackageDto;
  readonly member: MemberDto;
  readonly step: 'reject' | 'disconnect';
  readonly sending: Sending<ChangePackageDto>;
  readonly change: (terms: ChangePackageDto) => void;
}

/** Rejects a request or ends a package, with the consequences and a reason. */
export function DecisionForm({ one, member, step, sending, change }: Props) {
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const texts = t.desk.package;
  const isRejection = step === 'reject';
  const isMissing = isRejection && isUnsaid(why);
  const save = () => {
    setChecked(true);
    if (isMissing) return;
    change(isRejection ? rejectionOf(one, why) : connectionOf(true, why));
  };
  return (
    <SheetForm
      sending={sending}
      onSubmit={save}
      save={isRejection ? texts.reject : texts.disconnect}
      isDestructive
    >
      <Text className={classes.who}>
        {isRejection ? texts.rejectDetail : texts.disconnectWarning(nameOf(member), one.coachName)}
      </Text>
      <ReasonField
        why={why}
        onChange={setWhy}
        isOptional={!isRejection}
        error={isChecked && isMissing ? texts.rejectReason : faultAt('reason', sending.error)}
      />
    </SheetForm>
  );
}
