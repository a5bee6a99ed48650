import { Checkbox } from '@mantine/core';
import { t } from '../texts/texts.js';
import classes from './desk.module.css';

interface Props {
  readonly asksCoach: boolean;
  readonly onChange: (part: { asksCoach: boolean }) => void;
}

/** Whether the coach is asked before anything can be used. */
export function AskCoach({ asksCoach, onChange }: Props) {
  return (
    <Checkbox
      size="md"
      label={t.desk.sell.askCoach}
      description={t.desk.sell.askCoachDetail}
      checked={asksCoach}
      onChange={({ currentTarget: { checked } }) => onChange({ asksCoach: checked })}
      classNames={{ inner: classes.checkBox, label: classes.checkLabel }}
    />
  );
}
