import { notifications } from '@mantine/notifications';
import { t } from '../texts/texts.js';

/** How long a toast is shown. */
const READ_FOR_MS = 5_000;
/** All toasts of changes share one id: a new one replaces the one before. */
const ID = 'desk';

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
  notifications.hide(ID);
}

function show(toast: Parameters<typeof notifications.show>[0]): void {
  hideChangeToast();
  notifications.show({
    ...toast,
    id: ID,
    closeButtonProps: { 'aria-label': t.app.close, size: 44 },
  });
}
