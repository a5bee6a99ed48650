import { Button, Stack } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { UserDto } from '../api/generated/types.gen.js';
import { t } from '../texts/texts.js';
import { CopyButton } from '../ui/copy-button.js';
import classes from './factor.module.css';

const words = () => t.account.factor.codes;

interface Props {
  readonly user: UserDto;
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** The recovery codes, once: to copy, to save and to write down. */
export function RecoveryCodes({ user, codes, onKept }: Props) {
  const first = useRef<HTMLParagraphElement>(null);
  // The form that was here has taken the focus along.
  useEffect(() => first.current?.focus(), []);
  const text = [words().head(user.email), '', ...codes, ''].join('\n');
  return (
    <Stack>
      <p ref={first} tabIndex={-1} className={classes.about}>
        {words().about} <b>{words().once}</b>
      </p>
      <ul className={classes.codes} aria-label={words().list}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={classes.buttons}>
        <CopyButton text={text}>{words().copy}</CopyButton>
        <Button
          variant="default"
          leftSection={<IconDownload size={20} aria-hidden />}
          onClick={() => save(text)}
        >
          {words().download}
        </Button>
      </div>
      <Button size="lg" onClick={onKept}>
        {words().kept}
      </Button>
    </Stack>
  );
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = words().file;
  link.click();
  // Not at once: some browsers have only begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
