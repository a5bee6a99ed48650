import { ActionIcon, Alert, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { adjustBalance } from '../api/generated/sdk.gen.js';
import type { AdjustDto, MemberDto, PackageDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { useStudio } from '../data/queries.js';
import { useOfCoach } from '../data/covering.js';
import { AskDesk } from '../desk/ask-desk.js';
import { words } from '../texts/corrections.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { showSaved } from '../ui/change-toast.js';
import { useSending } from '../ui/use-sending.js';
import { signed } from '../ui/signed.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';
import classes from './adjust-sheet.module.css';

interface Props {
  readonly member: MemberDto;
  readonly one: PackageDto;
  readonly onClose: () => void;
}

/**
 * Corrects the count, with a reason. It shows the resulting balance, also while others change the
 * count, and sends the balance that was shown, so that the server refuses an outdated correction.
 */
export default function AdjustSheet({ member, one, onClose }: Props) {
  const [adjustment, setAdjustment] = useState(0);
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const [first] = useState(one.remaining);
  const balance = one.remaining ?? 0;
  const isMissing = isUnsaid(why);
  const sending = useAdjusting(member, onClose);
  const { error } = sending;
  const wanted = { kind: 'adjustment', packageId: one.id, adjustment, ...whyPart(why) } as const;
  const isNothing = isChecked && adjustment === 0;
  const fault = isNothing ? words.adjust.nothing : faultAt('adjustment', error);
  const save = () => {
    setChecked(true);
    if (adjustment === 0 || isMissing) return;
    const decidedOn = { packageId: one.id, expectedBalance: balance };
    sending.send({ adjustment, ...whyPart(why), ...decidedOn });
  };
  return (
    <Sheet title={words.adjust.title} opened onClose={onClose}>
      <SheetForm
        sending={sending}
        onSubmit={save}
        save={words.adjust.save}
        instead={<AskDesk memberId={member.id} {...{ error, wanted }} onAsked={onClose} />}
      >
        {one.remaining !== first && (
          <Alert className={classes.notice} role="alert">
            {words.adjust.changed(balance)}
          </Alert>
        )}
        <Stepper {...{ adjustment, balance }} onChange={setAdjustment} />
        {fault !== null && (
          <Text c="var(--bad)" size="sm" role="alert" ta="center">
            {fault}
          </Text>
        )}
        <ReasonField
          why={why}
          onChange={setWhy}
          isOptional={false}
          error={isChecked && isMissing ? words.adjust.reasonRequired : faultAt('reason', error)}
        />
      </SheetForm>
    </Sheet>
  );
}

function useAdjusting({ id: memberId }: MemberDto, onSaved: () => void) {
  const cache = useQueryClient();
  const ofCoach = useOfCoach();
  return useSending(
    (body: AdjustDto, headers) =>
      ask(adjustBalance({ path: { memberId }, body: { ...body, ...ofCoach }, headers })),
    ({ package: changed }) => {
      putPackage(cache, changed);
      showSaved(words.adjust.saved(changed.remaining ?? 0));
      onSaved();
    },
  );
}

interface StepperProps {
  readonly adjustment: number;
  readonly balance: number;
  readonly onChange: (adjustment: number) => void;
}

/** How many sessions are added or taken away, and what that makes. */
function Stepper({ adjustment, balance, onChange }: StepperProps) {
  const { largestAdjustment } = useStudio().rules;
  const least = -Math.min(balance, largestAdjustment);
  const change = (by: number) =>
    onChange(Math.max(least, Math.min(largestAdjustment, adjustment + by)));
  return (
    <div className={classes.stepper}>
      <div className={classes.steps}>
        <Group gap="xs" wrap="nowrap">
          <StepButton by={-10} isPossible={adjustment > least} onStep={change} />
          <StepButton by={-1} isPossible={adjustment > least} onStep={change} />
        </Group>
        <output className={classes.change} aria-label={words.adjust.change}>
          {signed(adjustment)}
        </output>
        <Group gap="xs" wrap="nowrap">
          <StepButton by={1} isPossible={adjustment < largestAdjustment} onStep={change} />
          <StepButton by={10} isPossible={adjustment < largestAdjustment} onStep={change} />
        </Group>
      </div>
      <Text ta="center" mt="sm" aria-live="polite">
        {words.adjust.now(balance)} → {words.adjust.newBalance}{' '}
        <strong className={classes.result}>{balance + adjustment}</strong>
      </Text>
    </div>
  );
}

interface StepProps {
  readonly by: -10 | -1 | 1 | 10;
  readonly isPossible: boolean;
  readonly onStep: (by: number) => void;
}

function StepButton({ by, isPossible, onStep }: StepProps) {
  const isSmall = Math.abs(by) === 10;
  const name = by < 0 ? words.adjust.less : words.adjust.more;
  return (
    <ActionIcon
      size={isSmall ? 48 : 64}
      radius="xl"
      variant="default"
      aria-label={isSmall ? undefined : name}
      disabled={!isPossible}
      className={classes.step}
      data-size={isSmall ? 'small' : undefined}
      onClick={() => onStep(by)}
    >
      {isSmall ? signed(by) : signed(by).slice(0, 1)}
    </ActionIcon>
  );
}
