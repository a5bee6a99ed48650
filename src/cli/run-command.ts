import { type Command, CommanderError } from 'commander';
import { commandsFor, failureOf } from './commands.js';
import type { Terminal } from './terminal.js';

/** Does what the words after the program's name say. Gives the exit code. */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = commandsFor(async (act) => {
    const result = await act(terminal);
    code = typeof result === 'number' ? result : Number(result === false);
  });
  for (const command of [program, ...program.commands]) speakTo(terminal, command);
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    const { exitCode, advice } = failureOf(words[0]);
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCode;
    const { reasonOf } = await import('./reason.js');
    terminal.writeError(`${reasonOf(error)}\n${advice}`);
    return exitCode;
  }
}

/** Wrong words are answered there, and end nothing here. */
function speakTo(terminal: Terminal, command: Command): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => {
      terminal.write(text);
    },
    writeErr: (text) => {
      terminal.writeError(text);
    },
  });
}
