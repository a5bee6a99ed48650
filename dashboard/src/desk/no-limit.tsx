import { Checkbox } from '@mantine/core';
import { t } from '../texts/texts.js';
import classes from './desk.module.css';

interface Props {
  readonly isUnlimited: boolean;
  readonly onChange: (part: { readonly isUnlimited: boolean }) => void;
}

/** Whether it is sold without a count, although the studio counts its kind. */
export function NoLimit({ isUnlimited, onChange }: Props) {
  return (
    <Checkbox
      size="md"
      label={t.desk.sell.noLimit}
      description={isUnlimited ? t.desk.sell.noLimitDetail : undefined}
      checked={isUnlimited}
      onChange={({ currentTarget: { checked } }) => onChange({ isUnlimited: checked })}
      classNames={{ inner: classes.checkBox, label: classes.checkLabel }}
    />
  );
}
