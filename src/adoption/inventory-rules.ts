/** Something that a database holds: a table, a view, a trigger, a routine, an event. */
export interface InventoryEntry {
  readonly kind: string;
  readonly name: string;
  /** In whose name it runs, where it does. */
  readonly definer: string | null;
  readonly rows?: number;
  /** Of all rows, whatever their order. */
  readonly checksum?: string;
  /** Why it cannot be read. */
  readonly fault?: string;
}

export interface Inventory {
  /** Of the database. */
  readonly name: string;
  readonly entries: readonly InventoryEntry[];
}

/** How the second database differs from the first, as people read it. */
export interface InventoryComparison {
  readonly agrees: boolean;
  readonly text: string;
}

/** A database that is in use has this many other rows than its copy of a while ago, at most. */
const IN_USE = { rows: 100, share: 0.01 };

/**
 * Puts two databases side by side. What is missing, or there once too often, other rows and other
 * contents are differences; other definers are told. Of a first one that is `inUse` a few rows may
 * have come and gone since.
 */
export function compareInventories(
  one: Inventory,
  other: Inventory,
  { inUse = false } = {},
): InventoryComparison {
  const [ours, theirs] = [byKey(one), byKey(other)];
  const differences: string[] = [];
  const notes: string[] = [];
  for (const [key, entry] of ours) {
    const twin = theirs.get(key);
    if (!twin) differences.push(`${key} is not in ${other.name}`);
    else compareEntries(key, entry, twin, inUse, { differences, notes });
  }
  for (const key of theirs.keys()) {
    if (!ours.has(key)) differences.push(`${key} is in ${other.name} only`);
  }
  const verdict =
    differences.length === 0
      ? `${other.name} holds what ${one.name} holds.`
      : `${other.name} differs from ${one.name}: ${differences.length} differences, marked with *.`;
  const marked = [...differences.map((line) => `* ${line}`), ...notes.map((line) => `  ${line}`)];
  const lines = [...figuresOf(one, other), ...marked, verdict];
  return { agrees: differences.length === 0, text: `${lines.join('\n')}\n` };
}

function compareEntries(
  key: string,
  one: InventoryEntry,
  other: InventoryEntry,
  inUse: boolean,
  { differences, notes }: { differences: string[]; notes: string[] },
): void {
  if (one.definer !== other.definer) {
    notes.push(`${key} ran in the name of ${one.definer}, now ${other.definer}`);
  }
  if (one.fault !== undefined && other.fault !== undefined) {
    notes.push(`${key} can be read in neither: ${one.fault}`);
  } else if (one.fault !== undefined || other.fault !== undefined) {
    differences.push(`${key} cannot be read: ${one.fault ?? other.fault}`);
  } else if (one.rows !== other.rows) {
    const line = `${key}: ${one.rows} rows, ${other.rows} rows`;
    (inUse && isNear(one.rows ?? 0, other.rows ?? 0) ? notes : differences).push(line);
  } else if (one.checksum !== other.checksum && !inUse) {
    differences.push(`${key}: ${one.rows} rows on both sides, with other contents`);
  }
}

function isNear(rows: number, copied: number): boolean {
  return Math.abs(rows - copied) <= Math.max(IN_USE.rows, rows * IN_USE.share) && copied > 0;
}

function byKey({ entries }: Inventory): Map<string, InventoryEntry> {
  return new Map(entries.map((entry) => [`${entry.kind} ${entry.name}`, entry]));
}

/** How many of each kind, and rows of all tables. */
function figuresOf(one: Inventory, other: Inventory): string[] {
  const kinds = new Set([...one.entries, ...other.entries].map(({ kind }) => kind));
  const width = Math.max(one.name.length, other.name.length, 8) + 2;
  const line = (what: string, figures: readonly (string | number)[]) =>
    `  ${what.padEnd(20)}${figures.map((figure) => String(figure).padStart(width)).join('')}`;
  const both = [one, other];
  return [
    line('', [one.name, other.name]),
    ...[...kinds].map((kind) =>
      line(
        kind,
        both.map(({ entries }) => entries.filter((entry) => entry.kind === kind).length),
      ),
    ),
    line('rows of tables', both.map(rowsOf)),
  ];
}

function rowsOf({ entries }: Inventory): number {
  const tables = entries.filter(({ checksum }) => checksum !== undefined);
  return tables.reduce((sum, { rows = 0 }) => sum + rows, 0);
}
