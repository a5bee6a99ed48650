import type { ReasonDto } from '../api/generated/types.gen.js';

/** How much of a code is made from a text; behind it is room for a number. */
const LONGEST_STEM = 28;

/** A code for a new reason, which nobody has to think of: by its English text, and of no other. */
export function newCode(english: string, reasons: readonly ReasonDto[]): string {
  const taken = new Set(reasons.map(({ code }) => code));
  const stem = stemOf(english);
  let code = stem;
  for (let number = 2; taken.has(code); number += 1) code = `${stem}_${number}`;
  return code;
}

/** The reasons with this one as it is now: in its place, or behind the others if it is new. */
export function withReason(reasons: readonly ReasonDto[], changed: ReasonDto): ReasonDto[] {
  const isNew = !reasons.some(({ code }) => code === changed.code);
  if (isNew) return [...reasons, changed];
  return reasons.map((one) => (one.code === changed.code ? changed : one));
}

/** The reasons with one of them a place further up (-1) or down (1), if there is one. */
export function moved(reasons: readonly ReasonDto[], code: string, by: -1 | 1): ReasonDto[] {
  const from = reasons.findIndex((one) => one.code === code);
  const others = reasons.filter((one) => one.code !== code);
  const to = Math.max(0, Math.min(others.length, from + by));
  return [...others.slice(0, to), ...reasons.slice(from, from + 1), ...others.slice(to)];
}

function stemOf(english: string): string {
  const words =
    english
      .normalize('NFD')
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const stem = words
    .join('_')
    .replace(/^[0-9_]+/, '')
    .slice(0, LONGEST_STEM);
  return stem.length < 2 ? `reason_${stem}`.replace(/_$/, '') : stem;
}
