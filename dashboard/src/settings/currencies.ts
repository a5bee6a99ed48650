import { locale } from '../texts/texts.js';

/** All currencies by name, with their codes by ISO 4217, as the browser knows them. */
export function currencies(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'currency' });
  return Intl.supportedValuesOf('currency')
    .map((value) => ({ value, label: `${names.of(value) ?? value} (${value})` }))
    .toSorted((a, b) => a.label.localeCompare(b.label, locale));
}
