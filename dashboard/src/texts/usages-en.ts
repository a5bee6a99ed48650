/** The texts of sheets about one used session. */
export const usagesEn = {
  title: (day: string) => `Session of ${day}`,
  attendance: {
    title: 'Whether the member came',
    detail: 'The balance stays; to give the session back, undo it.',
    saved: 'Saved. The balance stays.',
  },
  move: {
    title: 'Move to another package',
    detail: 'It is given back and taken from the other one, on the same day.',
    to: 'Package',
    save: 'Move session',
    saved: 'The session was moved.',
  },
  redo: {
    title: 'Count this session again?',
    detail: (day: string) => `The session of ${day} is taken from its package again.`,
    save: 'Count again',
    saved: (left: number) => `The session counts again. ${left} left.`,
  },
  again: {
    title: 'Another session today',
    detail: 'Today has a session already. This one is taken besides.',
    save: 'Use another session',
  },
};

export type UsagesTexts = typeof usagesEn;
