import { Button, Stack, Text } from '@mantine/core';
import { endSignIns } from '../api/generated/sdk.gen.js';
import type { UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { signOutHere } from '../api/sign-outs.js';
import { isWaiting } from '../queue/tap.js';
import { useTaps } from '../queue/tap-store.js';
import { t } from '../texts/texts.js';
import { SendError } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { useSending } from '../ui/use-sending.js';

interface Props {
  readonly user: UserDto;
  readonly onClose: () => void;
}

/** Asks before all sign-ins of the person end, this one included. */
export default function EndSignInsSheet({ user, onClose }: Props) {
  const waiting = useTaps().filter((tap) => isWaiting(tap, user.id)).length;
  const sending = useSending(
    (_: null, headers) => ask(endSignIns({ headers })),
    // The studio has ended it already; what is kept here goes the way of every sign-out.
    signOutHere,
  );
  return (
    <Sheet title={t.account.signIns.endAllTitle} opened onClose={onClose}>
      <Stack>
        <Text>{t.account.signIns.endAllDetail}</Text>
        <Text>{t.account.signIns.endAllWhen}</Text>
        {waiting > 0 && <Text>{t.account.signOutWaiting(waiting)}</Text>}
        <SendError error={sending.error} />
        <Button size="lg" loading={sending.isSending} onClick={() => sending.send(null)}>
          {t.account.signIns.endAll}
        </Button>
        <Button size="lg" variant="default" onClick={onClose}>
          {t.app.cancel}
        </Button>
      </Stack>
    </Sheet>
  );
}
