import { ChangedSettingsDtoSchema } from '../api/generated/schemas.gen.js';
import { words } from '../texts/settings.js';
import { NumberField } from './number-field.js';
import classes from './settings.module.css';
import type { FieldsProps } from './values.js';

const { lowBalance: LOW, expiringWithinDays: EXPIRING } = ChangedSettingsDtoSchema.properties;

/** From when on a member needs attention, in lists and figures. */
export function AttentionFields({ values, saved, onChange }: FieldsProps) {
  return (
    <>
      <h2 className={classes.heading}>{words.attention}</h2>
      <NumberField
        label={words.names.lowBalance}
        description={words.lowBalanceHint}
        value={values.lowBalance}
        saved={saved.lowBalance}
        limits={LOW}
        onChange={(lowBalance) => onChange({ lowBalance })}
      />
      <NumberField
        label={words.names.expiringWithinDays}
        description={words.expiringWithinDaysHint}
        value={values.expiringWithinDays}
        saved={saved.expiringWithinDays}
        limits={EXPIRING}
        onChange={(expiringWithinDays) => onChange({ expiringWithinDays })}
      />
    </>
  );
}
