import { NativeSelect } from '@mantine/core';
import type { PersonDto } from '../api/generated/types.gen.js';
import { WRITTEN_LANGUAGES } from '../api/rules.js';
import { words } from '../texts/people.js';

type Language = NonNullable<PersonDto['locale']>;

interface Props {
  /** Null where nobody has said. */
  readonly language: PersonDto['locale'];
  readonly onChange: (language: Language) => void;
}

/** The language in which somebody is written to. */
export function LanguageField({ language, onChange }: Props) {
  const choose = (value: string) => {
    const chosen = WRITTEN_LANGUAGES.find((one) => one === value);
    if (chosen) onChange(chosen);
  };
  // What was chosen once cannot be taken back to nothing.
  const none = language === null ? [{ value: '', label: words.noLanguage }] : [];
  return (
    <NativeSelect
      label={words.language}
      description={words.languageHint}
      value={language ?? ''}
      onChange={({ currentTarget: { value } }) => choose(value)}
      data={[
        ...none,
        ...WRITTEN_LANGUAGES.map((one) => ({ value: one, label: words.languages[one] })),
      ]}
    />
  );
}
