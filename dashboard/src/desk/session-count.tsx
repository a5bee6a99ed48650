import { ActionIcon, Group, NumberInput, Stack } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { FEWEST_SESSIONS } from '../api/rules.js';
import { t } from '../texts/texts.js';
import classes from './desk.module.css';
import { QuickPicks } from '../ui/quick-picks.js';

/** The most frequent sizes of packages. */
const USUAL = [5, 10, 20];

interface Props {
  readonly sessions: number | '';
  readonly onChange: (sessions: number | '') => void;
  readonly error: string | null;
}

/** How many sessions a package holds: by number, by one more or less, or a usual one. */
export function SessionCount({ sessions, onChange, error }: Props) {
  const count = sessions === '' ? 0 : sessions;
  return (
    <Stack gap="xs">
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <Step
          label={t.desk.sell.less}
          onClick={() => onChange(Math.max(FEWEST_SESSIONS, count - 1))}
          isDisabled={count <= FEWEST_SESSIONS}
          icon={<IconMinus size={22} aria-hidden />}
        />
        <NumberInput
          label={t.desk.sell.sessions}
          flex={1}
          miw={0}
          value={sessions}
          onChange={(value) => onChange(typeof value === 'number' ? value : '')}
          min={FEWEST_SESSIONS}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          inputMode="numeric"
          error={error !== null}
          classNames={{ input: classes.count }}
          aria-describedby={error === null ? undefined : 'sessions-error'}
        />
        <Step
          label={t.desk.sell.more}
          onClick={() => onChange(count + 1)}
          icon={<IconPlus size={22} aria-hidden />}
        />
      </Group>
      {error !== null && (
        <div id="sessions-error" className={classes.fault}>
          {error}
        </div>
      )}
      <QuickPicks
        picks={USUAL.map((value) => ({ value, text: String(value), name: t.app.sessions(value) }))}
        chosen={sessions === '' ? 0 : sessions}
        onPick={onChange}
      />
    </Stack>
  );
}

interface StepProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly isDisabled?: boolean;
  readonly icon: ReactNode;
}

function Step({ label, onClick, isDisabled = false, icon }: StepProps) {
  return (
    <ActionIcon
      size={44}
      variant="default"
      aria-label={label}
      disabled={isDisabled}
      onClick={onClick}
    >
      {icon}
    </ActionIcon>
  );
}
