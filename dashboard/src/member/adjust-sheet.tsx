import { ActionIcon, Alert, Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useState, type SubmitEvent } from 'react';
import { adjustBalance } from '../api/generated/sdk.gen.js';
import type { AdjustDto, MemberDto, PackageShape } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage, readAgain } from '../data/cache.js';
import { useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { ProblemNote } from '../ui/problem-note.js';
import { ReasonField } from '../ui/reason-field.js';
import { Sheet } from '../ui/sheet.js';
import { useSendKey } from '../ui/use-send-key.js';
import classes from './adjust-sheet.module.css';

interface Props {
  readonly member: MemberDto;
  readonly one: PackageShape;
  readonly onClose: () => void;
}

/** Corrects the count, with a reason. It shows the balance as it would be, also while others change it. */
export default function AdjustSheet({ member, one, onClose }: Props) {
  const [adjustment, setAdjustment] = useState(0);
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [first] = useState(one.remaining);
  const balance = one.remaining ?? 0;
  const body: AdjustDto = {
    ...{ adjustment, reason: reason.trim(), packageId: one.id, expectedBalance: balance },
  };
  const save = useSave(member, body, onClose);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (adjustment !== 0 && body.reason !== '') save.mutate();
  };
  return (
    <Sheet title={t.adjust.title} opened onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {one.remaining !== first && (
            <Alert className={classes.notice} role="alert">
              {t.adjust.changed(balance)}
            </Alert>
          )}
          <Stepper {...{ adjustment, balance }} onChange={setAdjustment} />
          {isChecked && adjustment === 0 && (
            <Text c="var(--bad)" size="sm" role="alert" ta="center">
              {t.adjust.nothing}
            </Text>
          )}
          <ReasonField
            label={t.adjust.reason}
            reasons={t.adjust.reasons}
            value={reason}
            onChange={setReason}
            isRequired
            error={isChecked && body.reason === '' ? t.adjust.reasonRequired : null}
          />
          <ProblemNote error={save.error} />
          <Button type="submit" size="lg" loading={save.isPending}>
            {t.adjust.save}
          </Button>
        </Stack>
      </form>
    </Sheet>
  );
}

function useSave({ id: memberId }: MemberDto, body: AdjustDto, onSaved: () => void) {
  const cache = useQueryClient();
  const key = useSendKey(body);
  return useMutation({
    mutationFn: () =>
      ask(adjustBalance({ path: { memberId }, body, headers: { 'Idempotency-Key': key } })),
    onSuccess: ({ package: changed }) => {
      putPackage(cache, changed);
      notifications.show({
        message: t.adjust.saved(changed.remaining ?? 0),
        closeButtonProps: { 'aria-label': t.app.close, size: 44 },
      });
      onSaved();
    },
    onSettled: () => readAgain(cache),
  });
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
      <Group justify="center" gap="lg" wrap="nowrap">
        <ActionIcon
          size={64}
          radius="xl"
          variant="default"
          aria-label={t.adjust.less}
          disabled={adjustment <= least}
          onClick={() => change(-1)}
        >
          <IconMinus size={28} aria-hidden />
        </ActionIcon>
        <output className={classes.change} aria-label={t.adjust.change}>
          {adjustment > 0 ? `+${adjustment}` : adjustment < 0 ? `−${-adjustment}` : '0'}
        </output>
        <ActionIcon
          size={64}
          radius="xl"
          variant="default"
          aria-label={t.adjust.more}
          disabled={adjustment >= largestAdjustment}
          onClick={() => change(1)}
        >
          <IconPlus size={28} aria-hidden />
        </ActionIcon>
      </Group>
      <Text ta="center" mt="sm" aria-live="polite">
        {t.adjust.now(balance)} → {t.adjust.newBalance}{' '}
        <strong className={classes.result}>{balance + adjustment}</strong>
      </Text>
    </div>
  );
}
