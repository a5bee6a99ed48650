import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PackageDto } from '../api/generated/types.gen.js';
import type { ApiProblem } from '../api/problem.js';
import { t } from '../texts/texts.js';
import { errorText } from '../ui/states.js';
import type { Tap, UndoTap, UseTap } from './tap.js';

/** So long a tap can be taken back where it was made; the history can for ever. */
const UNDO_FOR_MS = 10_000;
const READ_FOR_MS = 7_000;

interface Used {
  /** The balance that the studio answered; undefined while there is no answer. */
  readonly left: number | null | undefined;
  readonly undo: () => void;
}

/** Says that a session is used, with Undo; told again, the same toast says what is left. */
export function tellUsed({ key, memberName, takenBack }: UseTap, { left, undo }: Used): void {
  if (takenBack) return;
  const text = navigator.onLine || left !== undefined ? t.used.done : t.used.waiting;
  const id = `tap-${key}`;
  show(id, text(memberName, left ?? null), UNDO_FOR_MS, () => {
    hide(id);
    undo();
  });
}

/** Takes back what was said: the tap could not be kept. */
export function hideUsed({ key }: Tap): void {
  hide(`tap-${key}`);
}

function hide(id: string): void {
  shown.delete(id);
  notifications.hide(id);
}

/** Says that a session was given back. */
export function tellUndone({ key, memberName }: UndoTap, { state }: PackageDto): void {
  const text = state === 'expired' ? t.used.stillExpired : t.used.undone(memberName);
  show(`tap-${key}`, text, READ_FOR_MS);
}

/** Says that a session will be given back as soon as there is a connection. */
export function tellUndoWaits({ key, memberName }: Tap): void {
  show(`tap-${key}`, t.used.undoWaiting(memberName), READ_FOR_MS);
}

/** Says why a tap was refused, and what to do. */
export function tellRefusal({ key, memberName }: Tap, problem: ApiProblem): void {
  tellError(memberName, errorText(problem), `tap-${key}`);
}

export function tellTooMany(): void {
  tellError(t.errors.title, t.offline.tooMany, 'tap-too-many');
}

function tellError(title: string, text: string, id: string): void {
  hide(id);
  notifications.show({
    id: `${id}-refused`,
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

/** Another person sits down: what was said to the one before is not for them. */
export function clearToasts(): void {
  notifications.clean();
  shown.clear();
}

/** More would cover the list; the newest is the one that may have been a slip. */
const MOST_SHOWN = 3;
const shown = new Set<string>();

function show(id: string, text: string, forMs: number, undo?: () => void): void {
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
    id,
    message,
    autoClose: forMs,
    onClose: () => void shown.delete(id),
    closeButtonProps: { 'aria-label': t.app.close, size: 44 },
  };
  if (shown.has(id)) {
    notifications.update(options);
    return;
  }
  const [oldest] = shown;
  if (shown.size >= MOST_SHOWN && oldest !== undefined) hide(oldest);
  shown.add(id);
  notifications.show(options);
}
