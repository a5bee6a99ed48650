import 'reflect-metadata';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type PhpTime, phpTimeOf } from './adoption/clock-rules.js';
import { GENERATIONS } from './adoption/old-numbers.js';
import { DEFAULT_LIFE_DAYS } from './auth/device-token-rules.js';
import { writeApiDocument } from './cli/api-document.js';
import { checkAdoption, compareWithPhp, countInDatabases, leaveToPhp } from './cli/adoption.js';
import { makeDeviceTokens } from './cli/device-tokens.js';
import { GoneList } from './cli/gone-list.js';
import { revertMigration, runMigrations, showMigrations } from './cli/migrations.js';
import { reasonOf } from './cli/reason.js';
import { withExistingDatabase, withMigratedDatabase } from './cli/with-app.js';
import { DEMO_PASSWORD, DemoStudio } from './demo/demo-studio.service.js';
import { ReconciliationRun } from './packages/reconciliation-run.service.js';
import { VerifyService } from './verify/verify.service.js';

/** What operators call; the options of the database come from the environment as for the server. */
function commands(): Command {
  const program = new Command('coach-sessions').description('Operations of coach sessions');
  program
    .command('seed:demo')
    .description('fill an empty database with a demo studio')
    .action(seedDemo);
  program
    .command('verify')
    .description('prove on the configured database that the books add up')
    .option('--book-external', 'first book what other programs have changed')
    .action(verify);
  addMigrationCommands(program);
  addLegacyCommands(program);
  program
    .command('device-tokens')
    .description('make a device token for each of many people, and write them into a file')
    .requiredOption('--admin <e-mail>', 'the admin in whose name they are made')
    .option('--role <role>', 'for everybody of a role: member, coach or staff')
    .option('--users <ids>', 'for these people: 3,5,8')
    .requiredOption('--label <text>', 'what to call the device')
    .option('--days <number>', 'how long they are valid', String(DEFAULT_LIFE_DAYS))
    .option('--out <file>', 'the file, which must not exist yet')
    .option('--replace', 'revoke those of the same label instead of leaving their people out')
    .option('--yes', 'make them; else it says how many there would be')
    .action(makeDeviceTokens);
  program
    .command('openapi')
    .description('write the OpenAPI document of the API')
    .argument('<file>', 'where to write it')
    .action(writeApiDocument);
  return program;
}

function addMigrationCommands(program: Command): void {
  program
    .command('migration:run')
    .description('run the migrations that are due')
    .option('--verbose', 'print each statement, without its values')
    .action(runMigrations);
  program
    .command('migration:show')
    .description('list the migrations, and which of them have run')
    .action(showMigrations);
  program
    .command('migration:revert')
    .description('take the last migration back')
    .option('--drop-rows', 'also where tables are dropped that hold rows')
    .action(revertMigration);
}

/** What is called around taking over a database of PHP's, and giving it back. */
function addLegacyCommands(program: Command): void {
  program
    .command('legacy:check')
    .description('say what taking over a legacy database would do, and what stands in the way')
    .option('--php-time <time>', 'what PHP says where the pages run: date("c")', readPhpTime)
    .action(checkAdoption);
  program
    .command('legacy:compare')
    .description("put the legacy system's figures of each member beside ours")
    .option('--old <url>', 'a copy of the old database, instead of this one')
    .addOption(
      new Option('--php <version>', 'which PHP it was: who counts all, or packages alone').choices(
        GENERATIONS,
      ),
    )
    .action(compareWithPhp);
  program
    .command('legacy:count')
    .description('compare what two databases hold: tables, views, triggers, routines, events, rows')
    .argument('<one>', 'a database: a name on the configured server, or a URL')
    .argument('<other>', 'its copy')
    .option('--in-use', 'a few rows of the first one may have come and gone since')
    .action(countInDatabases);
  program
    .command('legacy:leave')
    .description('give the database back to the legacy system: revert all migrations')
    .option('--yes', 'do it')
    .action(leaveToPhp);
}

function readPhpTime(text: string): PhpTime {
  const time = phpTimeOf(text);
  if (time) return time;
  throw new InvalidArgumentError('It is the answer of date("c"), as 2026-11-26T05:34:00+08:00');
}

async function seedDemo(): Promise<void> {
  await withMigratedDatabase(async (app) => app.get(DemoStudio).fillOrRefuse());
  process.stdout.write(
    `The demo studio is in the database. Sign in as admin@, staff@, ana@, ben@, chi@ or\n` +
      `member1@ … member60@example.com with the password ${DEMO_PASSWORD}\n`,
  );
}

async function verify({ bookExternal = false }: { bookExternal?: boolean }): Promise<void> {
  const report = await withExistingDatabase(async (app) => {
    if (bookExternal) {
      const gone = new GoneList((text) => process.stdout.write(text));
      const entries = await app.get(ReconciliationRun).reconcileAll((what) => {
        gone.add(what);
      });
      gone.end();
      process.stdout.write(`Booked of other programs' changes: ${entries} entries\n`);
    }
    return app.get(VerifyService).verify();
  });
  process.stdout.write(report.text);
  if (!report.holds) process.exitCode = 1;
}

commands()
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exit(1);
  });
