import type { Terminal } from './terminal.js';

/**
 * Does what a command is for, and gives false if something is not as it should be, or the exit
 * code. It imports that itself: the app takes seconds to load, and not every command needs it.
 */
type Act = (terminal: Terminal) => Promise<unknown>;

/** Has it done, and says how it ended by the exit code of the process. */
export type Perform = (act: Act) => Promise<void>;
