import { Text } from '@mantine/core';
import { turnSecondFactorOff } from '../api/generated/sdk.gen.js';
import { ask } from '../api/problem.js';
import { showSaved } from '../ui/change-toast.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { t } from '../texts/texts.js';

const words = () => t.account.factor.end;

/** Asks before the second factor is turned off. */
export default function TurnOffSheet({ onClose }: { readonly onClose: () => void }) {
  const sending = useSending(
    (_: null, headers) => ask(turnSecondFactorOff({ headers })),
    () => {
      onClose();
      showSaved(t.account.factor.isOff);
    },
  );
  return (
    <Sheet title={words().title} opened onClose={onClose}>
      <SheetForm
        sending={sending}
        onSubmit={() => sending.send(null)}
        save={words().save}
        isDestructive
      >
        <Text>{words().detail}</Text>
      </SheetForm>
    </Sheet>
  );
}
