/** What the history of a member adds up to. */
export interface MemberSums {
  readonly usages: number;
  readonly activeUsages: number;
  readonly undoneUsages: number;
  readonly adjustments: number;
  readonly usedToday: boolean;
  readonly lastActivityAt: Date | null;
}

export const NO_TOTALS: MemberSums = {
  usages: 0,
  activeUsages: 0,
  undoneUsages: 0,
  adjustments: 0,
  usedToday: false,
  lastActivityAt: null,
};

/** The sums of two parts of a history together. */
export function sumOf(a: MemberSums, b: MemberSums): MemberSums {
  const [earlier, later] = [a.lastActivityAt, b.lastActivityAt];
  return {
    usages: a.usages + b.usages,
    activeUsages: a.activeUsages + b.activeUsages,
    undoneUsages: a.undoneUsages + b.undoneUsages,
    adjustments: a.adjustments + b.adjustments,
    usedToday: a.usedToday || b.usedToday,
    lastActivityAt: earlier && later && earlier > later ? earlier : (later ?? earlier),
  };
}
