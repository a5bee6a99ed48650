import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCloudOff, IconClock } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTaps } from '../queue/tap-store.js';
import { isWaiting } from '../queue/tap.js';
import { t } from '../texts/texts.js';
import { useIsServerSilent, useOnline } from '../ui/use-online.js';
import classes from './connection-banner.module.css';
import { part } from '../ui/part.js';

const TapsSheet = lazy(() => part(() => import('./taps-sheet.js')));

/** Shows that data may be outdated, and how many taps have not arrived yet. */
export function ConnectionBanner({ userId }: { readonly userId: number }) {
  const isOnline = useOnline();
  const isServerSilent = useIsServerSilent();
  const [opened, sheet] = useDisclosure();
  const mine = useTaps().filter((tap) => tap.userId === userId);
  const open = mine.filter((tap) => isWaiting(tap, userId));
  // A tap in its first attempt is not shown.
  const waiting = !isOnline || open.some(({ tries }) => tries > 1) ? open : [];
  const refused = mine.filter((tap) => tap.refused !== undefined);
  const isCutOff = !isOnline || isServerSilent;
  const text = [
    ...(isCutOff ? [isOnline ? t.offline.noAnswer : t.offline.banner] : []),
    ...(waiting.length > 0 ? [t.offline.waiting(waiting.length)] : []),
    ...(refused.length > 0 ? [t.offline.refused(refused.length)] : []),
  ];
  return (
    <div role="status">
      {text.length > 0 && (
        <Group className={classes.banner} wrap="nowrap" gap="sm" data-bad={refused.length > 0}>
          {isCutOff ? <IconCloudOff size={20} /> : <IconClock size={20} />}
          <Text size="sm" flex={1}>
            {text.join(' · ')}
          </Text>
          {waiting.length + refused.length > 0 && (
            <Button variant="white" size="compact-md" mih={44} onClick={sheet.open}>
              {t.offline.show}
            </Button>
          )}
        </Group>
      )}
      {opened && (
        <Suspense>
          <TapsSheet userId={userId} onClose={sheet.close} />
        </Suspense>
      )}
    </div>
  );
}
