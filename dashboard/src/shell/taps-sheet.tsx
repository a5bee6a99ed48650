import { Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useStudio } from '../data/queries.js';
import { useTapping } from '../queue/tap-context.js';
import { useTaps } from '../queue/tap-store.js';
import { isOpen, type Tap } from '../queue/tap.js';
import { t } from '../texts/texts.js';
import { dayText, studioToday } from '../ui/dates.js';
import { Sheet } from '../ui/sheet.js';
import { Empty } from '../ui/states.js';

interface Props {
  readonly userId: number;
  readonly onClose: () => void;
}

/** The taps that have not arrived, and those that were refused, with the reasons. */
export default function TapsSheet({ userId, onClose }: Props) {
  const mine = useTaps().filter((tap) => tap.userId === userId);
  const taps = mine.filter((tap) => isOpen(tap) || tap.refused !== undefined);
  const { sender } = useTapping();
  return (
    <Sheet title={t.offline.title} opened onClose={onClose}>
      {taps.length === 0 && <Empty icon={<IconCircleCheck />} title={t.offline.empty} />}
      <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
        {taps.map((tap) => (
          <TapRow key={tap.key} tap={tap} onDismiss={() => void sender.dismiss(tap.key)} />
        ))}
      </Stack>
      {taps.some(({ refused }) => refused === undefined) && (
        <Button fullWidth mt="md" onClick={sender.sendNow}>
          {t.offline.sendNow}
        </Button>
      )}
    </Sheet>
  );
}

function TapRow({ tap, onDismiss }: { readonly tap: Tap; readonly onDismiss: () => void }) {
  const { timeZone } = useStudio();
  const day = dayText(tap.usageDate ?? studioToday(timeZone), studioToday(timeZone));
  const title = tap.kind === 'use' ? t.offline.use : t.offline.undo;
  const problems: Readonly<Record<string, string>> = t.errors.problems;
  return (
    <Group component="li" justify="space-between" wrap="nowrap">
      <div>
        <Text fw={600}>{title(tap.memberName, day)}</Text>
        <Text size="sm" c={tap.refused === undefined ? 'dimmed' : 'var(--bad)'}>
          {tap.refused === undefined
            ? t.offline.pending
            : (problems[tap.refused] ?? t.errors.unknown)}
        </Text>
      </div>
      {tap.refused !== undefined && (
        <Button variant="default" onClick={onDismiss} flex="none">
          {t.app.dismiss}
        </Button>
      )}
    </Group>
  );
}
