/** Rows that are sorted by time, in groups of one day each, in the same order. */
export function byDay<Row>(
  rows: readonly Row[],
  dayOf: (row: Row) => string,
): { readonly day: string; readonly rows: Row[] }[] {
  const groups: { day: string; rows: Row[] }[] = [];
  for (const row of rows) {
    const day = dayOf(row);
    const last = groups.at(-1);
    if (last?.day === day) last.rows.push(row);
    else groups.push({ day, rows: [row] });
  }
  return groups;
}
