import { createHash } from 'node:crypto';
import { DAY_MS } from '../common/durations.js';

/** A row of the log as it is sealed: what was done, and from where. */
export interface SealedRow {
  readonly id: number;
  /** As it is stored. */
  readonly createdAt: string | null;
  readonly facts: readonly (string | number | null)[];
  readonly addresses: readonly (string | null)[];
}

/** What is kept of the rows of the log from one id to another, both included. */
export interface Seal {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** The day on which they were made, as the log says. */
  readonly day: string | null;
  readonly facts: string;
  /** By itself, because IP addresses are forgotten after a while. */
  readonly addresses: string;
  /** Over all of the above and the seal before, so that none can be taken out. */
  readonly chain: string;
}

/** Each seal is about rows of one day, so that it is of one age. */
export function sealsOf(rows: readonly SealedRow[], before: Seal | undefined): Seal[] {
  const seals: Seal[] = [];
  let [start, previous] = [0, before];
  for (const [n, row] of rows.entries()) {
    const next = rows[n + 1];
    if (next && dayOf(next) === dayOf(row)) continue;
    previous = sealOf(rows.slice(start, n + 1), { to: row.id, day: dayOf(row) }, previous);
    seals.push(previous);
    start = n + 1;
  }
  return seals;
}

function sealOf(
  rows: readonly SealedRow[],
  { to, day }: Pick<Seal, 'to' | 'day'>,
  before: Seal | undefined,
): Seal {
  // From the seal before on, be there rows or not: one that is added between them is found.
  const from = (before?.to ?? 0) + 1;
  const sealed = { from, to, rows: rows.length, day, ...digestsOf(rows) };
  return { ...sealed, chain: chainOf(sealed, before) };
}

/** What the rows of a seal come to. */
function digestsOf(rows: readonly SealedRow[]): Pick<Seal, 'facts' | 'addresses'> {
  const facts = createHash('sha256');
  const addresses = createHash('sha256');
  for (const row of rows) {
    facts.update(`${JSON.stringify([row.id, row.createdAt, ...row.facts])}\n`);
    addresses.update(`${JSON.stringify([row.id, ...row.addresses])}\n`);
  }
  return { facts: facts.digest('hex'), addresses: addresses.digest('hex') };
}

function chainOf(seal: Omit<Seal, 'chain'>, before: Seal | undefined): string {
  const { from, to, rows, day, facts, addresses } = seal;
  const text = JSON.stringify([before?.chain ?? '', from, to, rows, day, facts, addresses]);
  return createHash('sha256').update(text).digest('hex');
}

/** Whether each seal follows from the one before, as they were made. */
export function isChain(seals: readonly Seal[]): boolean {
  return seals.every((seal, n) => {
    const before = seals[n - 1];
    return seal.from === (before?.to ?? 0) + 1 && seal.chain === chainOf(seal, before);
  });
}

/** What is not as it was sealed; undefined where all of it is. `addressDays` of 0 is for ever. */
export function brokenBy(
  seal: Seal,
  rows: readonly SealedRow[],
  { at, addressDays }: { readonly at: Date; readonly addressDays: number },
): string | undefined {
  if (rows.length !== seal.rows) return `${rows.length} rows, not ${seal.rows}`;
  const is = digestsOf(rows);
  if (is.facts !== seal.facts) return 'a row is another';
  if (is.addresses === seal.addresses || mayBeForgotten(seal, at, addressDays)) return undefined;
  return 'an IP address or user agent is another';
}

/** To the day: the day of the log may be that of another time zone. */
function mayBeForgotten({ day }: Seal, at: Date, addressDays: number): boolean {
  if (addressDays === 0) return false;
  if (day === null) return true;
  return Date.parse(`${day}T00:00:00Z`) - DAY_MS <= at.getTime() - addressDays * DAY_MS;
}

function dayOf({ createdAt }: SealedRow): string | null {
  return createdAt === null ? null : createdAt.slice(0, 10);
}
