import { Button, Stack, Switch, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { ReasonDto } from '../api/generated/types.gen.js';
import { LONGEST_REASON_TEXT } from '../api/rules.js';
import { words } from '../texts/settings.js';
import { Sheet } from '../ui/sheet.js';
import { newCode } from './reason-edits.js';

const texts = words.reasons;

interface Props {
  /** Null for a new one. */
  readonly one: ReasonDto | null;
  readonly reasons: readonly ReasonDto[];
  readonly onDone: (changed: ReasonDto) => void;
  readonly onClose: () => void;
}

/** The texts of a reason, and whether it is offered. It is saved with the other settings. */
export function ReasonSheet({ one, reasons, onDone, onClose }: Props) {
  const [{ en, de, isArchived }, setDraft] = useState(one ?? { en: '', de: '', isArchived: false });
  const [isChecked, setChecked] = useState(false);
  const put = (entered: Partial<ReasonDto>) => setDraft({ en, de, isArchived, ...entered });
  const done = (event: SubmitEvent) => {
    event.preventDefault();
    // The form of the settings is around it, though not on the screen.
    event.stopPropagation();
    setChecked(true);
    const [english, german] = [en.trim(), de.trim()];
    if (english === '' || german === '') return;
    const code = one?.code ?? newCode(english, reasons);
    onDone({ code, en: english, de: german, isArchived });
    onClose();
  };
  return (
    <Sheet title={one ? texts.editTitle : texts.add} opened onClose={onClose}>
      <form onSubmit={done} noValidate>
        <Stack>
          <TextField
            label={texts.english}
            text={en}
            isChecked={isChecked}
            onChange={(text) => put({ en: text })}
          />
          <TextField
            label={texts.german}
            hint={one ? texts.bothHint : undefined}
            text={de}
            isChecked={isChecked}
            onChange={(text) => put({ de: text })}
          />
          {one && (
            <Switch
              size="md"
              mih={44}
              label={texts.offered}
              description={texts.offeredHint}
              checked={!isArchived}
              onChange={({ currentTarget: { checked } }) => put({ isArchived: !checked })}
            />
          )}
          <Button type="submit" size="lg" fullWidth>
            {texts.done}
          </Button>
        </Stack>
      </form>
    </Sheet>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly text: string;
  readonly isChecked: boolean;
  readonly onChange: (text: string) => void;
}

function TextField({ label, hint, text, isChecked, onChange }: TextProps) {
  return (
    <TextInput
      label={label}
      description={hint}
      value={text}
      error={isChecked && text.trim() === '' ? texts.textMissing : null}
      maxLength={LONGEST_REASON_TEXT}
      autoComplete="off"
      onChange={({ currentTarget: { value } }) => onChange(value)}
    />
  );
}
