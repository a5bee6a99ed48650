import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { useRegisterSW } from 'virtual:pwa-register/react';
import { t } from '../texts/texts.js';

/** How often an app that stays open looks for a new version. */
const CHECK_EVERY_MS = 30 * 60_000;
const ID = 'new-version';

/** Keeps the app on the device for use without a connection, and offers new versions. */
export function UpdateNotice() {
  const { needRefresh, updateServiceWorker } = useRegisterSW({
    onRegisteredSW: (_, registration) => {
      if (registration) setInterval(() => void checkForUpdate(registration), CHECK_EVERY_MS);
    },
  });
  const [isNew] = needRefresh;

  useEffect(() => {
    if (!isNew) return;
    notifications.show({
      id: ID,
      autoClose: false,
      closeButtonProps: { 'aria-label': t.app.close, size: 44 },
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{t.app.newVersion}</Text>
          <Button variant="subtle" mih={44} onClick={() => void updateServiceWorker(true)}>
            {t.app.reload}
          </Button>
        </Group>
      ),
    });
  }, [isNew, updateServiceWorker]);
  return null;
}

/** Does nothing without a connection. */
async function checkForUpdate(registration: ServiceWorkerRegistration): Promise<void> {
  if (navigator.onLine) await registration.update().catch(() => undefined);
}
