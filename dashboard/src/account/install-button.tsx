import { Button, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { t } from '../texts/texts.js';

/** What Chromium offers where the app can be installed; no standard has it yet. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
}

let offer: InstallPromptEvent | null = null;
const listeners = new Set<() => void>();

window.addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  setOffer(event as InstallPromptEvent);
});
window.addEventListener('appinstalled', () => setOffer(null));

/** Installs the app on the device, where the browser offers that; elsewhere it says how. */
export function InstallButton() {
  const prompt = useSyncExternalStore(subscribe, () => offer);
  if (isInstalled()) return null;
  if (!prompt) {
    return (
      <Text c="dimmed" size="sm">
        {t.account.installHint}
      </Text>
    );
  }
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={20} aria-hidden />}
      onClick={() => void prompt.prompt().then(() => setOffer(null))}
    >
      {t.account.install}
    </Button>
  );
}

function isInstalled(): boolean {
  return window.matchMedia('(display-mode: standalone)').matches;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function setOffer(next: InstallPromptEvent | null): void {
  offer = next;
  for (const listener of listeners) listener();
}
