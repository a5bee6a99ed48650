/** The texts of sessions that members owe. */
export const owedEn = {
  title: 'Owed sessions',
  act: 'Trained anyway',
  owe: {
    title: 'Trained with nothing left',
    detail: (member: string) =>
      `${member} owes this session then. The next package settles it; no count changes now.`,
    save: 'Write it down',
    saved: 'Written down. The next package settles it.',
  },
  with: (coach: string) => `with ${coach}`,
  settle: {
    name: (day: string) => `Settle: ${day}`,
    short: 'Settle',
    saved: (left: number) => `Settled. ${left} left.`,
  },
  waits: 'A package with sessions left settles them.',
  cancel: {
    name: (day: string) => `Cancel: ${day}`,
    short: 'Cancel',
    title: (day: string) => `Cancel the session of ${day}?`,
    detail: (member: string) => `${member} does not owe it any more. It stays in the activity log.`,
    save: 'Cancel it',
    saved: 'Cancelled. It is not owed any more.',
  },
};

export type OwedTexts = typeof owedEn;
