import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { runCommand } from './cli/run-command.js';
import { written } from './cli/written.js';
import { loadConfig } from './config/environment.js';

// Millions of rows may go through of which few live; the heap would grow to thrice what is used.
setFlagsFromString('--heap-growing-percent=30');

const OUTPUTS = [process.stdout, process.stderr];
// Whoever reads may have enough before the end, as `head` has.
for (const output of OUTPUTS) output.on('error', () => undefined);

const code = await runCommand(process.argv.slice(2), {
  configure: (given) => loadConfig(given),
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
  screen: process.stderr,
});
// What a command that failed has left open keeps nobody waiting, but for what it has to say.
if (code !== 0) {
  await Promise.all(OUTPUTS.map(written));
  process.exit(code);
}
