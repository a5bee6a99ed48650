import { Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { reopenPackage, voidPackage } from '../api/generated/sdk.gen.js';
import type { MemberDto, PackageDto, VoidPackageDto } from '../api/generated/types.gen.js';
import { ask, codeOf } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { words as corrections } from '../texts/corrections.js';
import { words } from '../texts/package-states.js';
import { showSaved } from '../ui/change-toast.js';
import { nameOf } from '../ui/names.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';
import classes from './desk.module.css';

interface Props {
  readonly one: PackageDto;
  readonly member: MemberDto;
  readonly step: 'void' | 'reopen';
  readonly onDone: () => void;
}

/** Voids a package or reopens it, with what that does and a reason. */
export function VoidForm({ one, member, step, onDone }: Props) {
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const [keepUsages, setKeepUsages] = useState(false);
  const isVoid = step === 'void';
  const sending = useVoiding(one, { step, onDone, onUsed: () => setKeepUsages(true) });
  const isMissing = isUnsaid(why);
  const save = () => {
    setChecked(true);
    if (isMissing) return;
    sending.send({ ...whyPart(why), ...(keepUsages ? { keepUsages } : {}) });
  };
  const saveText = isVoid && keepUsages ? words.void.saveAll : words[step].name;
  return (
    <SheetForm {...{ sending }} onSubmit={save} save={saveText} isDestructive={isVoid}>
      <Text className={classes.who}>
        {isVoid ? `${lossOf(one, nameOf(member))} ${words.void.stays}` : words.reopen.detail}
      </Text>
      {keepUsages && (
        <div role="status" className={`${classes.alert} ${classes.notice}`} data-tone="warn">
          {words.void.used}
        </div>
      )}
      <ReasonField
        why={why}
        onChange={setWhy}
        isOptional={false}
        error={
          isChecked && isMissing
            ? corrections.adjust.reasonRequired
            : faultAt('reason', sending.error)
        }
      />
    </SheetForm>
  );
}

function lossOf({ remaining }: PackageDto, member: string): string {
  return remaining ? words.void.loses(member, remaining) : words.void.losesAll(member);
}

interface Voiding extends Pick<Props, 'step' | 'onDone'> {
  /** Called when it was refused because sessions of it were used. */
  readonly onUsed: () => void;
}

/** Decided on what is shown; refused where it is another by then. */
function useVoiding(one: PackageDto, { step, onDone, onUsed }: Voiding) {
  const cache = useQueryClient();
  const { id: packageId, memberId, version: expectedVersion, coachName } = one;
  return useSending(
    (said: Omit<VoidPackageDto, 'expectedVersion'>, headers) => {
      const sent = { path: { memberId, packageId }, body: { ...said, expectedVersion }, headers };
      return ask(step === 'void' ? voidPackage(sent) : reopenPackage(sent));
    },
    (changed) => {
      putPackage(cache, changed);
      showSaved(words[step].saved(coachName));
      onDone();
    },
    (error) => {
      if (codeOf(error) === 'package_used') onUsed();
    },
  );
}
