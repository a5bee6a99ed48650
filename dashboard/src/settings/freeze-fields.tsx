import { ChangedSettingsDtoSchema } from '../api/generated/schemas.gen.js';
import { words } from '../texts/settings.js';
import { NumberField } from './number-field.js';
import classes from './settings.module.css';
import type { FieldsProps } from './values.js';

const { freezeDays: LIMITS } = ChangedSettingsDtoSchema.properties;

/** For how long packages are frozen. */
export function FreezeFields({ values, saved, onChange }: FieldsProps) {
  return (
    <>
      <h2 className={classes.heading}>{words.freezes}</h2>
      <NumberField
        label={words.names.freezeDays}
        description={words.freezeDaysHint}
        value={values.freezeDays}
        saved={saved.freezeDays}
        limits={LIMITS}
        onChange={(freezeDays) => onChange({ freezeDays })}
      />
    </>
  );
}
