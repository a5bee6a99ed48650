/** A line of a history, as the API answers it. */
export interface AnsweredLine {
  readonly line: 'made' | 'undone';
  readonly at: string;
  readonly amount: number;
  readonly balanceAfter: number | null;
  readonly usage: {
    readonly id: number;
    readonly kind: string;
    readonly packageId: number;
    readonly undone: object | null;
  };
}

/** Each line as a reader of the history sees it. */
export function linesText(lines: readonly AnsweredLine[]): string[] {
  return lines.map(({ line, at, amount, balanceAfter, usage: { kind } }) => {
    const what = line === 'made' ? kind : `${kind} undone`;
    const signed = amount > 0 ? `+${amount}` : String(amount);
    return `${at.slice(11, 16)} ${what} ${signed} = ${balanceAfter ?? '-'}`;
  });
}

/** What of a package the lines of its history have to come to. */
interface Standing {
  readonly id: number;
  readonly remaining: number | null;
}

/**
 * Where a history contradicts itself or the cards; nothing where it adds up. `lines` is the whole
 * history of the packages, newest first. With `mayBeUnknown`, a package may have no balance at any
 * of its lines.
 */
export function contradictions(
  lines: readonly AnsweredLine[],
  packages: readonly Standing[],
  { mayBeUnknown = false }: { mayBeUnknown?: boolean } = {},
): string[] {
  return packages.flatMap(({ id, remaining }) => {
    const own = lines.filter(({ usage }) => usage.packageId === id);
    const known = own.filter(({ balanceAfter }) => balanceAfter !== null);
    if (own.length === 0 || (known.length === 0 && (mayBeUnknown || remaining === null))) return [];
    const newest = own[0]?.balanceAfter;
    const faults = newest === remaining ? [] : [`${id}: ${remaining} left, its history ${newest}`];
    let sum = 0;
    for (const line of own.toReversed()) {
      sum += line.amount;
      const { balanceAfter: after } = line;
      if (after === null || after === sum) continue;
      faults.push(`${id}: ${linesText([line]).join()}, but lines come to ${sum}`);
    }
    return faults;
  });
}
