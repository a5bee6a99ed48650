import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { LONGEST_SEARCH } from '../api/rules.js';
import { t } from '../texts/texts.js';

interface Props {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Where people are searched for by name or e-mail address. */
export function SearchField({ text, onChange }: Props) {
  return (
    <TextInput
      type="search"
      aria-label={t.members.search}
      placeholder={t.members.search}
      value={text}
      maxLength={LONGEST_SEARCH}
      onChange={(event) => onChange(event.currentTarget.value)}
      leftSection={<IconSearch size={20} aria-hidden />}
      rightSection={
        text !== '' && (
          <CloseButton size={44} aria-label={t.members.clear} onClick={() => onChange('')} />
        )
      }
    />
  );
}
