import { MIGRATIONS } from '../../migrations/all.js';
import { Clock } from '../common/clock.js';
import type { PhpTime } from '../adoption/clock-rules.js';
import { reportAdoption } from '../adoption/adoption-report.js';
import { countDatabases, databaseUrlOf } from '../adoption/database-count.js';
import { beforeLeaving, type Leaving } from '../adoption/before-leaving.js';
import { type Returned, returnDatabase } from '../adoption/return-database.js';
import { requireExisting } from '../database/schema-state.js';
import type { Terminal } from './terminal.js';

/**
 * Says what taking over the configured database would do, and what stands in the way; with PHP's
 * answer to date("c"), also whether its day is the studio's.
 */
export async function checkAdoption(
  { phpTime }: { phpTime?: PhpTime },
  terminal: Terminal,
): Promise<boolean> {
  const config = terminal.configure();
  const { text, isClear } = await reportAdoption(config, new Clock().now(), phpTime);
  terminal.write(text);
  return isClear;
}

/** Counts what two databases hold: names on the configured server, or URLs. */
export async function countInDatabases(
  one: string,
  other: string,
  { inUse = false }: { inUse?: boolean },
  terminal: Terminal,
): Promise<boolean> {
  const config = terminal.configure();
  const open = (name: string) => terminal.configure({ DATABASE_URL: databaseUrlOf(config, name) });
  const { agrees, text } = await countDatabases(open(one), open(other), { inUse });
  terminal.write(text);
  return agrees;
}

/** Reverts all migrations, if the operator means it and the product is stopped. */
export async function leaveToPhp(
  { yes = false, connected = false }: { yes?: boolean; connected?: boolean },
  terminal: Terminal,
): Promise<boolean> {
  const config = terminal.configure();
  const leaving = await beforeLeaving(config);
  if (leaving.hasLeft) {
    terminal.write('This database was given back already. Nothing was changed.\n');
    return true;
  }
  const inTheWay = connected ? [] : stillConnected(leaving);
  if (!yes || inTheWay.length > 0) {
    const intro = yes ? [] : WHAT_LEAVING_IS;
    const lines = [...intro, ...endingText(leaving), ...inTheWay, ...(yes ? [] : HOW_TO_LEAVE)];
    terminal.write(`${lines.join('\n')}\n`);
    return false;
  }
  requireExisting(config.database);
  const returned = await returnDatabase(config, MIGRATIONS, (name) => {
    terminal.write(`Reverted ${name}\n`);
  });
  terminal.write([...endedText(leaving), textOf(returned)].join('\n'));
  return true;
}

const WHAT_LEAVING_IS = [
  'This gives the database back to the legacy system alone: all migrations are reverted.',
];
const HOW_TO_LEAVE = ['Stop the product first. If you mean it: npm run legacy:leave -- --yes'];

function endingText({ deviceTokens }: Leaving): string[] {
  if (deviceTokens === 0) return [];
  return [
    `${deviceTokens} device tokens end for good: the next npm run migration:run does not bring`,
    'them back. Whoever uses one needs a new one then: npm run device-tokens',
  ];
}

function endedText({ deviceTokens }: Leaving): string[] {
  return deviceTokens === 0 ? [] : [`Ended for good: ${deviceTokens} device tokens.`];
}

function stillConnected({ connections }: Leaving): string[] {
  if (connections.length === 0) return [];
  return [
    'The product seems to run, so nothing was changed: stop it first. In the name of the same user',
    'there are connections that stay (number, from where):',
    ...connections.map((one) => `  ${one}`),
    'If they are something else, that may go on: npm run legacy:leave -- --yes --connected',
  ];
}

function textOf({ reverted, changed }: Returned): string {
  const lines = [
    `Reverted ${reverted} migrations. The tables coach_archived_… keep what the legacy tables`,
    'cannot hold, for the next npm run migration:run.',
  ];
  if (changed.length > 0) {
    lines.push(
      '',
      'This user may make nothing in the name of another, so that these changed hands:',
    );
  }
  for (const { kind, name, was, is } of changed) lines.push(`  ${kind} ${name}: ${was}, now ${is}`);
  const mends = changed.flatMap(({ statement }) => statement ?? []);
  if (mends.length > 0) {
    lines.push('An administrator of the server gives them back by:', ...mends);
  }
  return `${lines.join('\n')}\n`;
}
