import { Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { t } from '../texts/texts.js';
import { useSheetEntry } from './sheet-entry.js';
import classes from './sheet.module.css';
import { useFocusBack } from './use-focus-back.js';

interface SheetProps {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Whether a touch beside it leaves it open, because what it shows is shown once. */
  readonly isHeld?: boolean;
  readonly children: ReactNode;
}

/**
 * A dialog with a form: from below on a phone, from the side on a desktop. The Back button closes
 * it too; afterwards the focus is where it was.
 */
export function Sheet({ title, opened, onClose, isHeld = false, children }: SheetProps) {
  const isWide = useMediaQuery('(min-width: 48em)');
  useFocusBack(opened);
  const isCovered = useSheetEntry(opened, onClose);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      // A sheet below another one is not there: not for the keyboard, not for a screen reader.
      inert={isCovered}
      aria-hidden={isCovered || undefined}
      closeOnEscape={!isCovered}
      closeOnClickOutside={!isHeld}
      position={isWide ? 'right' : 'bottom'}
      size={isWide ? 'md' : 'auto'}
      closeButtonProps={{ 'aria-label': t.app.close, size: 44 }}
      classNames={{
        content: isWide ? classes.side : classes.bottom,
        header: classes.header,
        title: classes.title,
        body: classes.body,
      }}
      transitionProps={{ duration: 160 }}
    >
      {children}
    </Drawer>
  );
}
