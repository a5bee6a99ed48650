/** Why somebody changes something: one of the studio's reasons, own words, or both. */
export interface Why {
  readonly code: string | null;
  readonly text: string;
}

/** Nothing was chosen or written yet. */
export const NO_WHY: Why = { code: null, text: '' };

/** What of a request says why; nothing where nothing was said. */
export function whyPart({ code, text }: Why): { reasonCode?: string; reason?: string } {
  const reason = text.trim();
  return {
    ...(code === null ? {} : { reasonCode: code }),
    ...(reason === '' ? {} : { reason }),
  };
}

/** Whether nothing was said. */
export function isUnsaid({ code, text }: Why): boolean {
  return code === null && text.trim() === '';
}

interface Said {
  readonly reason: string | null;
  readonly reasonCode: string | null;
}

/** How the reader's language words a code, and marks what somebody wrote. */
interface Wording {
  readonly wordOf: (code: string) => string | undefined;
  readonly quote: (text: string) => string;
}

/** Why, as a row of the history or of the log shows it. Rows of an older release have no code. */
export function whyText(
  { reason = null, reasonCode = null }: Partial<Said>,
  { wordOf, quote }: Wording,
): string | null {
  const parts = [
    ...(reasonCode === null ? [] : [wordOf(reasonCode) ?? reasonCode.replaceAll('_', ' ')]),
    ...(reason === null ? [] : [quote(reason)]),
  ];
  return parts.length === 0 ? null : parts.join(' · ');
}
