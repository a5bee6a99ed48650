import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Asked at the start: a terminal that was closed is none any more. */
const TERMINALS = [0, 1, 2].filter((fd) => isatty(fd));

/** Whether somebody sits there, and is no supervisor. */
export const HAS_TERMINAL = TERMINALS.includes(0);

/**
 * Called whenever the terminal may have been closed. What is written to it would be errors from
 * then on, and Node would abort at its end, where it puts the terminal in order (as of Node 24).
 */
export function letGoOfClosedTerminal(): void {
  const closed = TERMINALS.filter((fd) => !isatty(fd));
  // What is opened takes the lowest number that is free.
  for (const fd of closed) {
    closeSync(fd);
    openSync('/dev/null', 'r+');
    TERMINALS.splice(TERMINALS.indexOf(fd), 1);
  }
}
