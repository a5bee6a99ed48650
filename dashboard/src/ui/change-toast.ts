import { notifications } from '@mantine/notifications';
import { t } from '../texts/texts.js';

/** How long a toast is shown. */
const READ_FOR_MS = 5_000;
/** The toast of the last change, which the next one replaces. */
let shown: string | undefined;

/** Shows a toast for a saved change. */
export function showSaved(message: string): void {
  show({ message, autoClose: READ_FOR_MS });
}

/** Shows a toast with the reason why a change without a form was not saved. */
export function showNotSaved(message: string): void {
  show({ message, autoClose: 2 * READ_FOR_MS, color: 'red', role: 'alert' });
}

/** Hides the toast of the last change, which would cover the next sheet. */
export function hideChangeToast(): void {
  if (shown !== undefined) notifications.hide(shown);
}

/** With an id of its own: under that of the one before, it would end when that one's time is up. */
function show(toast: Parameters<typeof notifications.show>[0]): void {
  hideChangeToast();
  shown = notifications.show({
    ...toast,
    closeButtonProps: { 'aria-label': t.app.close, size: 44 },
  });
}
