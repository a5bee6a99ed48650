import { plural } from './plural.js';

const sessions = plural('en', { one: '# session', other: '# sessions' });

/** The texts of sheets that void a package or reopen it. */
export const packageStatesEn = {
  void: {
    name: 'Void',
    detail: 'Takes the package back: nothing can be used of it.',
    title: 'Void this package?',
    loses: (member: string, count: number) => `${member} loses ${sessions(count)}.`,
    losesAll: (member: string) => `${member} loses this package.`,
    stays: 'It stays in the history, and can be reopened.',
    used: 'Sessions of it were used. These stay used; undo them first if they should not.',
    saveAll: 'Void, used sessions stay',
    saved: (coach: string) => `Voided · package with ${coach}`,
  },
  reopen: {
    name: 'Reopen',
    detail: 'It has left again what it lost.',
    title: 'Reopen this package?',
    saved: (coach: string) => `Reopened · package with ${coach}`,
  },
};

export type PackageStatesTexts = typeof packageStatesEn;
