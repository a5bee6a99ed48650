import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PackageDto } from '../api/generated/types.gen.js';
import type { ApiProblem } from '../api/problem.js';
import { t } from '../texts/texts.js';
import { errorText } from '../ui/states.js';
import type { Tap, UndoTap, UseTap } from './tap.js';

/** How long a toast offers Undo; the history offers it always. */
const UNDO_FOR_MS = 10_000;
const READ_FOR_MS = 7_000;

interface Used {
  /** The balance that the server answered; undefined while there is no answer. */
  readonly left: number | null | undefined;
  readonly undo: () => void;
}

/** Shows that a session is used, with Undo; called again, the same toast shows the balance. */
export function showUsedToast({ key, memberName, takenBack }: UseTap, { left, undo }: Used): void {
  if (takenBack) return;
  const text = navigator.onLine || left !== undefined ? t.used.done : t.used.waiting;
  show(key, text(memberName, left ?? null), UNDO_FOR_MS, () => {
    hide(key);
    undo();
  });
}

/** Hides the toast of a tap that could not be queued. */
export function hideTapToast({ key }: Tap): void {
  hide(key);
}

function hide(key: string): void {
  const id = shown.get(key);
  shown.delete(key);
  if (id !== undefined) notifications.hide(id);
}

/** Shows that a usage was undone. */
export function showUndoneToast({ key, memberName }: UndoTap, { state }: PackageDto): void {
  const text = state === 'expired' ? t.used.stillExpired : t.used.undone(memberName);
  show(key, text, READ_FOR_MS);
}

/** Shows that a usage will be undone as soon as there is a connection. */
export function showUndoQueuedToast({ key, memberName }: Tap): void {
  show(key, t.used.undoWaiting(memberName), READ_FOR_MS);
}

/** Shows why a tap was refused, and what to do. */
export function showRefusedToast({ key, memberName }: Tap, problem: ApiProblem): void {
  showErrorToast(memberName, errorText(problem), key);
}

export function showTooManyToast(): void {
  showErrorToast(t.errors.title, t.offline.tooMany, 'too-many');
}

function showErrorToast(title: string, text: string, key: string): void {
  hide(key);
  notifications.show({
    id: `${key}-refused`,
    message: (
      <>
        <strong>{title}</strong> {text}
      </>
    ),
    color: 'red',
    icon: <IconAlertTriangle size={20} />,
    autoClose: UNDO_FOR_MS,
    role: 'alert',
    closeButtonProps: { 'aria-label': t.app.close, size: 44 },
  });
}

/** Removes all toasts, so that the next person who signs in does not see them. */
export function clearToasts(): void {
  notifications.clean();
  shown.clear();
}

/** More would cover the list; the newest are the most likely to be undone. */
const MOST_SHOWN = 3;
/** The toasts of taps by the tap's key, the oldest first. */
const shown = new Map<string, string>();

function show(key: string, text: string, forMs: number, undo?: () => void): void {
  const message: ReactNode = (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text component="span" size="sm" className="toast-text">
        {text}
      </Text>
      {undo && (
        <Button variant="subtle" size="compact-md" mih={44} onClick={undo} flex="none">
          {t.used.undo}
        </Button>
      )}
    </Group>
  );
  const options = {
    message,
    autoClose: forMs,
    onClose: ({ id }: { id?: string }) => {
      if (shown.get(key) === id) shown.delete(key);
    },
    closeButtonProps: { 'aria-label': t.app.close, size: 44 },
  };
  const known = shown.get(key);
  // What is offered stays where it is, for as long as it was offered; other news is a new toast,
  // which under the id of the one before would end when that one's time is up.
  if (undo && known !== undefined) {
    notifications.update({ ...options, id: known });
    return;
  }
  hide(key);
  const [oldest] = shown.keys();
  if (shown.size >= MOST_SHOWN && oldest !== undefined) hide(oldest);
  shown.set(key, notifications.show(options));
}
