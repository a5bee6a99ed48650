import 'reflect-metadata';
import { runCommand } from './cli/run-command.js';
import { loadConfig } from './config/environment.js';

const code = await runCommand(process.argv.slice(2), {
  configure: loadConfig,
  write: (text) => void process.stdout.write(text),
  writeError: (text) => void process.stderr.write(text),
});
// What a command that failed has left open keeps nobody waiting.
if (code !== 0) process.exit(code);
