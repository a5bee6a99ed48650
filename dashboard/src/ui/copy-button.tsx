import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { t } from '../texts/texts.js';

const SAID_FOR_MS = 4_000;

/** Copies a text, where the browser lets pages do that: on plain http it can be selected alone. */
export function CopyButton({ text, children }: { readonly text: string; children: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  // The type has it always; browsers have it in secure contexts only.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) return null;
  const copy = () =>
    void clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  const Icon = isCopied ? IconCheck : IconCopy;
  return (
    <Button variant="default" leftSection={<Icon size={20} aria-hidden />} onClick={copy}>
      <span aria-live="polite">{isCopied ? t.account.factor.codes.copied : children}</span>
    </Button>
  );
}
