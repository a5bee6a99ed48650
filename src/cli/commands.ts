import { Command, InvalidArgumentError, Option } from 'commander';
import { type PhpTime, phpTimeOf } from '../adoption/clock-rules.js';
import { JOB_STATES, type JobState } from '../jobs/job-rules.js';
import { type Generation, GENERATIONS } from '../adoption/generations.js';
import { MAX_ID } from '../common/limits.js';
import { addAccountCommands } from './account-commands.js';
import type { Perform } from './perform.js';
import type { RestoreOptions } from './restore-words.js';

/** How a command ends that failed, and what it says besides the reason. */
interface Failure {
  readonly exitCode: number;
  readonly advice: string;
}

/** 1 says more than that for some. */
const FAILURES: Readonly<Record<string, Failure>> = {
  verify: {
    exitCode: 2,
    advice:
      'Could not check: that is no word about the books, good or bad. Mend the reason and\n' +
      'run it again. It changes nothing but what it is asked to book; what is booked stays.\n',
  },
};

/** What it means that a command failed. */
export function failureOf(command: string | undefined): Failure {
  return FAILURES[command ?? ''] ?? { exitCode: 1, advice: '' };
}

/** What operators call. */
export function commandsFor(perform: Perform): Command {
  const program = new Command('coach-sessions').description('Operations of coach sessions');
  program
    .command('seed:demo')
    .description('fill an empty database with a demo studio')
    .action(() => perform(async (terminal) => (await import('./demo.js')).seedDemo(terminal)));
  program
    .command('verify')
    .description('prove on the configured database that the books add up')
    .addHelpText('after', '\nExit code: 0 all laws hold, 1 violations, 2 could not check')
    .option('--book-external', 'first book what other programs have changed')
    .option('--checkpoint <file>', 'compare the log with the seals in a file, and add new ones')
    .action((options: { bookExternal?: boolean; checkpoint?: string }) =>
      perform(async (terminal) => (await import('./verify.js')).verify(options, terminal)),
    );
  addBackupCommands(program, perform);
  addMigrationCommands(program, perform);
  addLegacyCommands(program, perform);
  addAccountCommands(program, perform);
  addRightsCommand(program, perform);
  addBackgroundCommands(program, perform);
  program
    .command('mail:test')
    .description('send a mail by the server that MAIL_URL names, and print what it answers')
    .argument('<address>', 'whom to send it to')
    .action((address: string) =>
      perform(async (terminal) => (await import('./mail.js')).testMail(address, terminal)),
    );
  program
    .command('openapi')
    .description('write the OpenAPI document of the API')
    .argument('<file>', 'where to write it')
    .action((file: string) =>
      perform(async () => (await import('./api-document.js')).writeApiDocument(file)),
    );
  return program;
}

const EXIT_CODES =
  'Exit code: 0 all is well, 1 it is not; of --check 2 where nothing is wrong with the copy,\n' +
  'but there was no database in use to compare it with, or its books could not be checked';

function addBackupCommands(program: Command, perform: Perform): void {
  program
    .command('backup')
    .description('copy the configured database, which may be in use, and prove the copy')
    .argument('<file>', 'where the copy is written; packed if the name ends in .gz')
    .option('--replace', 'also where the file exists')
    .action((file: string, options: { replace?: boolean }) =>
      perform(async (terminal) => (await import('./backup.js')).backUp(file, options, terminal)),
    );
  program
    .command('restore')
    .description('put a copy back, or look at one')
    .argument('<file>', 'what npm run backup has written')
    .addHelpText('after', `\n${EXIT_CODES}`)
    .option('--check', 'only look: is it whole, how old, what does it lack?')
    .option('--into <database>', 'another database on the server, which is made; or another file')
    .option('--replace', 'set the database aside that is there (embedded database)')
    .option('--anyway', 'although its books do not add up (embedded database)')
    .action((file: string, options: RestoreOptions) =>
      perform(async (terminal) => (await import('./restore.js')).restore(file, options, terminal)),
    );
}

function addMigrationCommands(program: Command, perform: Perform): void {
  const load = () => import('./migrations.js');
  program
    .command('migration:run')
    .description('run the migrations that are due')
    .option('--verbose', 'print each statement, without its values')
    .action((options: { verbose?: boolean }) =>
      perform(async (terminal) => (await load()).runMigrations(options, terminal)),
    );
  program
    .command('migration:show')
    .description('list the migrations, and which of them have run')
    .action(() => perform(async (terminal) => (await load()).showMigrations(terminal)));
  program
    .command('migration:revert')
    .description('take the last migration back')
    .option('--drop-rows', 'also where tables are dropped that hold rows')
    .action((options: { dropRows?: boolean }) =>
      perform(async (terminal) => (await load()).revertMigration(options, terminal)),
    );
}

/** What is called around taking over a database of PHP's, and giving it back. */
function addLegacyCommands(program: Command, perform: Perform): void {
  const load = () => import('./adoption.js');
  program
    .command('legacy:check')
    .description('say what taking over a legacy database would do, and what stands in the way')
    .option('--php-time <time>', 'what PHP says where the pages run: date("c")', readPhpTime)
    .action((options: { phpTime?: PhpTime }) =>
      perform(async (terminal) => (await load()).checkAdoption(options, terminal)),
    );
  program
    .command('legacy:compare')
    .description("put the legacy system's figures of each member beside ours")
    .option('--old <database>', 'a copy of the old one, instead of this one: a name, or a URL')
    .addOption(
      new Option('--php <version>', 'which PHP it was: who counts all, or packages alone').choices(
        GENERATIONS,
      ),
    )
    .action((options: { old?: string; php?: Generation }) =>
      perform(async (terminal) =>
        (await import('./comparison.js')).compareWithPhp(options, terminal),
      ),
    );
  program
    .command('legacy:count')
    .description('compare what two databases hold: tables, views, triggers, routines, events, rows')
    .argument('<one>', 'a database: a name on the configured server, or a URL')
    .argument('<other>', 'its copy')
    .option('--in-use', 'a few rows of the first one may have come and gone since')
    .action((one: string, other: string, options: { inUse?: boolean }) =>
      perform(async (terminal) => (await load()).countInDatabases(one, other, options, terminal)),
    );
  program
    .command('legacy:leave')
    .description('give the database back to the legacy system: revert all migrations')
    .option('--yes', 'do it')
    .option('--connected', 'although somebody of the same name stays connected')
    .action((options: { yes?: boolean; connected?: boolean }) =>
      perform(async (terminal) => (await load()).leaveToPhp(options, terminal)),
    );
}

function addRightsCommand(program: Command, perform: Perform): void {
  program
    .command('app-rights')
    .description('give a user of the server the rights of daily work, and no more')
    .requiredOption('--user <name>', 'who is to serve; it must be there')
    .option('--host <host>', 'from where it comes, as the server has it', '%')
    .action((options: { user: string; host: string }) =>
      perform(async (terminal) =>
        (await import('./app-rights.js')).addAppRights(options, terminal),
      ),
    );
}

function addBackgroundCommands(program: Command, perform: Perform): void {
  const load = () => import('./background.js');
  program
    .command('tasks:list')
    .description('list what runs in the background: when each is due, how its last run ended')
    .action(() => perform(async (terminal) => (await load()).listTasks(terminal)));
  program
    .command('jobs:work')
    .description('work what is due in the background, once: where no process does so (JOBS=off)')
    .action(() => perform(async (terminal) => (await load()).workJobs(terminal)));
  program
    .command('jobs:list')
    .description('list single jobs, and why the last try of each failed')
    .addOption(new Option('--state <state>', 'which').choices(JOB_STATES).default('dead'))
    .action(({ state }: { state: JobState }) =>
      perform(async (terminal) => (await load()).listJobs(state, terminal)),
    );
  program
    .command('jobs:retry')
    .description('try a single job again that was given up')
    .argument('<id>', 'its number in the list', readId)
    .action((id: number) => perform(async (terminal) => (await load()).retryJob(id, terminal)));
}

function readId(text: string): number {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  if (id >= 1 && id <= MAX_ID) return id;
  throw new InvalidArgumentError('It is a whole number, as jobs:list shows it.');
}

function readPhpTime(text: string): PhpTime {
  const time = phpTimeOf(text);
  if (time) return time;
  throw new InvalidArgumentError('It is the answer of date("c"), as 2026-11-26T05:34:00+08:00');
}
