import { notifications } from '@mantine/notifications';
import { t } from '../texts/texts.js';

/** Time to read a sentence. */
const READ_FOR_MS = 5_000;
/** What was said of the change before makes room. */
const ID = 'desk';

/** Says that a change is saved. */
export function tellDone(message: string): void {
  show({ message, autoClose: READ_FOR_MS });
}

/** Says that a change of one tap was not saved, and why. */
export function tellFailed(message: string): void {
  show({ message, autoClose: 2 * READ_FOR_MS, color: 'red', role: 'alert' });
}

/** Takes away what was said of the last change: it would lie over the next sheet. */
export function hideTold(): void {
  notifications.hide(ID);
}

function show(toast: Parameters<typeof notifications.show>[0]): void {
  hideTold();
  notifications.show({
    ...toast,
    id: ID,
    closeButtonProps: { 'aria-label': t.app.close, size: 44 },
  });
}
