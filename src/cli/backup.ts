import { ageLine } from '../backup/copy-age-rules.js';
import type { CopyFacts } from '../backup/copy-facts.js';
import { logOf } from '../backup/copy-log.js';
import { backUpEmbedded } from '../backup/embedded-backup.js';
import { backUpServer } from '../backup/server-backup.js';
import { Clock } from '../common/clock.js';
import type { Config } from '../config/config.js';
import { requireExisting } from '../database/schema-state.js';
import { type BookProof, proveFile } from './copy-proof.js';
import type { Terminal } from './terminal.js';

/**
 * Copies the configured database into a file, and proves the copy. False where its books don't add
 * up, and where something of it may be missing.
 */
export async function backUp(
  file: string,
  { replace: mayReplace = false }: { replace?: boolean },
  terminal: Terminal,
): Promise<boolean> {
  const config = terminal.configure();
  const { database } = config;
  requireExisting(database);
  const order = { file, mayReplace, at: new Clock().now() };
  if (database.kind !== 'sqlite') {
    const { facts, notes, blindness } = await backUpServer(config, database, order);
    terminal.write(backupText(file, facts, config));
    const proof = blindness ?? 'The dump is whole, and ends with what it holds.';
    terminal.write([proof, ...notes, ''].join('\n'));
    terminal.write(`Try it: npm run restore -- ${file} --into NAME\n`);
    return blindness === undefined;
  }
  const proofs: BookProof[] = [];
  const facts = await backUpEmbedded(database.file, order, async (copy) => {
    proofs.push(await proveFile(copy, config, terminal));
  });
  terminal.write(backupText(file, facts, config));
  terminal.write(proofs.map(({ text }) => text).join(''));
  return proofs.every(({ holds }) => holds);
}

function backupText(file: string, facts: CopyFacts, config: Config): string {
  const age = ageLine(logOf(facts, config.databaseTimeZone), new Clock().now());
  const whole = 'No change is missing that was acknowledged before it began.';
  return [`Backed up into ${file}: ${rowsText(facts)}`, age, whole, ''].join('\n');
}

/** How much a copy holds. */
export function rowsText({ rows }: CopyFacts): string {
  const counts = Object.values(rows);
  const sum = counts.reduce((all, count) => all + count, 0);
  return `${sum} rows in ${counts.length} tables.`;
}
