import { plural } from './plural.js';

const days = plural('en', { one: '+# day', other: '+# days' });
const sessions = plural('en', { one: '# session', other: '# sessions' });

/** The texts of what coaches ask the front desk for. */
export const approvalsEn = {
  ask: {
    act: 'Ask the front desk',
    saved: (day: string) => `Asked. The front desk decides by ${day}.`,
  },
  title: 'Asked by coaches',
  own: 'Asked of the front desk',
  all: 'Show all',
  what: {
    adjustment: (amount: string) => `Correct the count by ${amount}`,
    undo: (day: string) => `Undo the session of ${day}`,
    extension: (day: string, more: number) => `Extend to ${day} (${days(more)})`,
  },
  by: (coach: string) => `asked by ${coach}`,
  left: (count: number) => `${sessions(count)} left now`,
  gone: 'The coach does not have this package any more',
  until: (day: string) => `to decide by ${day}`,
  waits: (day: string) => `The front desk decides by ${day}`,
  approve: {
    short: 'Approve',
    name: (what: string, member: string) => `Approve: ${what}, ${member}`,
    saved: 'Approved, and done.',
  },
  decline: {
    short: 'Decline',
    name: (what: string, member: string) => `Decline: ${what}, ${member}`,
    title: 'Decline this request?',
    detail: (coach: string) => `${coach} sees that, and why.`,
    reason: 'Why',
    required: 'Please say why; the coach reads it.',
    save: 'Decline',
    saved: 'Declined.',
  },
  withdraw: {
    short: 'Withdraw',
    name: (what: string) => `Withdraw: ${what}`,
    saved: 'Withdrawn. Nobody is asked any more.',
  },
  approved: (person: string, day: string) => `Approved by ${person} on ${day}`,
  declined: (person: string, day: string) => `Declined by ${person} on ${day}`,
  lapsed: 'Nobody decided in time. Ask again if it is still wanted.',
  somebody: 'the front desk',
};

export type ApprovalsTexts = typeof approvalsEn;
