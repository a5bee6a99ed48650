import { Input, NativeSelect, Text, TextInput } from '@mantine/core';
import { WRITTEN_LANGUAGES } from '../api/rules.js';
import { words } from '../texts/settings.js';
import { faultAt } from '../ui/send-error.js';
import type { FieldsProps, Values } from './values.js';

interface Props extends FieldsProps {
  readonly timeZone: string;
  readonly error: Error | null;
}

/** Who the studio is, and how it writes to people. */
export function StudioFields({ values, timeZone, error, onChange }: Props) {
  return (
    <>
      <TextInput
        label={words.names.studioName}
        description={words.studioNameHint}
        autoComplete="off"
        value={values.studioName ?? ''}
        error={faultAt('studioName', error)}
        onChange={({ currentTarget: { value } }) => onChange({ studioName: textOrNull(value) })}
      />
      <LocaleField locale={values.locale} onChange={(locale) => onChange({ locale })} />
      <TextInput
        label={words.names.replyTo}
        description={words.replyToHint}
        type="email"
        inputMode="email"
        autoCapitalize="none"
        autoComplete="off"
        value={values.replyTo ?? ''}
        error={faultAt('replyTo', error)}
        onChange={({ currentTarget: { value } }) => onChange({ replyTo: textOrNull(value) })}
      />
      <Input.Wrapper label={words.timeZone} description={words.timeZoneHint} labelElement="div">
        <Text>{timeZone}</Text>
      </Input.Wrapper>
    </>
  );
}

interface LocaleFieldProps {
  readonly locale: Values['locale'];
  readonly onChange: (locale: Values['locale']) => void;
}

function LocaleField({ locale, onChange }: LocaleFieldProps) {
  const choose = (value: string) =>
    onChange(WRITTEN_LANGUAGES.find((one) => one === value) ?? null);
  return (
    <NativeSelect
      label={words.names.locale}
      description={words.localeHint}
      value={locale ?? ''}
      onChange={({ currentTarget: { value } }) => choose(value)}
      data={[
        { value: '', label: words.noLocale },
        ...WRITTEN_LANGUAGES.map((one) => ({ value: one, label: words.locales[one] })),
      ]}
    />
  );
}

/** An empty field is no name, and no address. */
function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}
