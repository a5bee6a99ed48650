import type { SettingsDto } from '../api/generated/types.gen.js';

/** All settings, as the form shows them. */
export type Values = SettingsDto['values'];

/** What each part of the form gets. */
export interface FieldsProps {
  readonly values: Values;
  readonly saved: Values;
  readonly onChange: (entered: Partial<Values>) => void;
}
