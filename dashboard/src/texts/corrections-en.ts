import { plural } from './plural.js';

const days = plural('en', { one: '# day', other: '# days' });

/** The texts of sheets that correct a count, add a session or give one back. */
export const correctionsEn = {
  adjust: {
    title: 'Correct the count',
    now: (balance: number) => `Now ${balance}`,
    change: 'Change',
    less: 'One less',
    more: 'One more',
    newBalance: 'New balance',
    reasonRequired: 'Please say why; it stays in the history.',
    save: 'Save',
    saved: (balance: number) => `The new balance is ${balance}.`,
    changed: (balance: number) => `Somebody changed it: it is ${balance} now. Please check.`,
    nothing: 'Choose how many sessions to add or take away.',
  },
  otherDay: {
    title: 'Session on another day',
    day: 'Day',
    limit: (count: number) => `Today or up to ${days(count)} back`,
    save: 'Add session',
    tooEarly: (count: number) => `At most ${days(count)} back.`,
    future: 'This day is still to come.',
    required: 'Please choose a day.',
  },
  undo: {
    title: 'Undo this session?',
    detail: (day: string) => `The session of ${day} is given back. Both stay in the history.`,
  },
};

export type CorrectionsTexts = typeof correctionsEn;
