import { NativeSelect } from '@mantine/core';
import { ChangedSettingsDtoSchema } from '../api/generated/schemas.gen.js';
import { words } from '../texts/settings.js';
import { NumberField, OptionalNumberField } from './number-field.js';
import classes from './settings.module.css';
import type { FieldsProps } from './values.js';

const { properties: FIELDS } = ChangedSettingsDtoSchema;
const SALES = FIELDS.coachSales.enum;

/** What coaches may do without the front desk. */
export function CoachFields({ values, saved, onChange }: FieldsProps) {
  return (
    <>
      <h2 className={classes.heading}>{words.coaches}</h2>
      <NativeSelect
        label={words.names.coachSales}
        description={words.coachSalesHint}
        value={values.coachSales}
        onChange={({ currentTarget: { value } }) =>
          onChange({ coachSales: SALES.find((one) => one === value) ?? values.coachSales })
        }
        data={SALES.map((value) => ({ value, label: words.sales[value] }))}
      />
      <OptionalNumberField
        label={words.names.coachGivesPerMemberMonth}
        description={words.coachGivesHint}
        value={values.coachGivesPerMemberMonth}
        limits={FIELDS.coachGivesPerMemberMonth}
        onChange={(coachGivesPerMemberMonth) => onChange({ coachGivesPerMemberMonth })}
      />
      <OptionalNumberField
        label={words.names.coachExtendsDays}
        description={words.coachExtendsHint}
        value={values.coachExtendsDays}
        limits={FIELDS.coachExtendsDays}
        onChange={(coachExtendsDays) => onChange({ coachExtendsDays })}
      />
      <OptionalNumberField
        label={words.names.coachLargestCorrection}
        description={words.coachCorrectionHint}
        value={values.coachLargestCorrection}
        limits={FIELDS.coachLargestCorrection}
        onChange={(coachLargestCorrection) => onChange({ coachLargestCorrection })}
      />
      <NumberField
        label={words.names.owedSessions}
        description={words.owedHint}
        value={values.owedSessions}
        saved={saved.owedSessions}
        limits={FIELDS.owedSessions}
        onChange={(owedSessions) => onChange({ owedSessions })}
      />
    </>
  );
}
