/** What a line of a history says of a row: that it was made, or that it was undone. */
export const LINES = ['made', 'undone'] as const;
export type LineKind = (typeof LINES)[number];

/** A line, and where it stands: its time as it is stored, then the row, then what it says of it. */
export interface Line {
  readonly line: LineKind;
  readonly position: string;
  readonly usageId: number;
  readonly packageId: number;
  /** What it does to the balance, signed. */
  readonly amount: number;
}

/** What of a row its lines are made of; its times are as they are stored. */
export interface LineRow {
  readonly id: number;
  readonly packageId: number;
  readonly amount: number;
  readonly createdAt: string;
  /** Null also where the row is no session: such rows are corrected, and stay in the count. */
  readonly undoneAt: string | null;
}

/** How a package stands. */
export interface LinesCount {
  readonly packageId: number;
  readonly version: number;
  /** The balance; null where nothing is counted. */
  readonly remaining: number | null;
  /** Whether PHP has changed the package since it was booked last. */
  readonly isBehind: boolean;
}

/** Where a list of lines goes on. */
export type LinePosition = Pick<Line, 'position' | 'usageId' | 'line'>;

/** The line of a row's making. */
export function madeLine({ id, packageId, amount, createdAt }: LineRow): Line {
  return { line: 'made', position: createdAt, usageId: id, packageId, amount };
}

/** The line of its undo, which does the opposite. */
export function undoneLine({ id, packageId, amount, undoneAt }: LineRow): Line | undefined {
  if (undoneAt === null) return undefined;
  return { line: 'undone', position: undoneAt, usageId: id, packageId, amount: -amount };
}

/** The newest first. Of one second, a row that was undone was made before. */
export function byNewest(a: LinePosition, b: LinePosition): number {
  if (a.position !== b.position) return a.position < b.position ? 1 : -1;
  return b.usageId - a.usageId || LINES.indexOf(b.line) - LINES.indexOf(a.line);
}

/**
 * The balance right after each line, by its key: the newest one of a package leaves what the
 * package has, and each older one what the next one began with. So lines add up whatever stands in
 * the rows, which are not booked in the order of their times where PHP writes, too.
 *
 * `lines` holds, of each package, its lines from the newest one on without a gap; all of them where
 * it is behind. There a balance is known only if the lines come to the package's count.
 */
export function balancesOf(
  lines: readonly Line[],
  counts: readonly LinesCount[],
): ReadonlyMap<string, number> {
  const balances = new Map<string, number>();
  const sorted = lines.toSorted(byNewest);
  for (const { packageId, remaining, isBehind } of counts) {
    if (remaining === null) continue;
    const own = sorted.filter((line) => line.packageId === packageId);
    const sum = own.reduce((before, { amount }) => before + amount, 0);
    if (isBehind && sum !== remaining) continue;
    let balance = remaining;
    for (const line of own) {
      // Before a package was opened in our books, PHP may have counted in its own way.
      if (balance >= 0) balances.set(keyOf(line), balance);
      balance -= line.amount;
    }
  }
  return balances;
}

/** Whether nothing has changed between two looks at the same packages. */
export function areSame(a: readonly LinesCount[], b: readonly LinesCount[]): boolean {
  const textOf = (counts: readonly LinesCount[]) =>
    counts.map(({ packageId, version, remaining, isBehind }) =>
      [packageId, version, remaining, isBehind].join(),
    );
  return textOf(a).join(';') === textOf(b).join(';');
}

/** Of all lines, what tells one from the others. */
export function keyOf({ usageId, line }: Pick<Line, 'usageId' | 'line'>): string {
  return `${usageId} ${line}`;
}

/** Whether a newer line takes this one back; then no balance stands at it. */
export function isTakenBack(line: Line, row: LineRow): boolean {
  const undone = undoneLine(row);
  return line.line === 'made' && undone !== undefined && byNewest(undone, line) < 0;
}
