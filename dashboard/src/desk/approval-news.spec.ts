import { expect, it } from 'vitest';
import { shownOf } from './approval-news.js';

const NOW = new Date('2026-03-20T12:00:00Z');
const request = (state: 'open' | 'approved' | 'withdrawn' | 'lapsed', at: string) => ({
  state,
  until: at,
  decided: state === 'open' || state === 'lapsed' ? null : { at, by: null, reason: null },
});
const OPEN = request('open', '2026-03-22T12:00:00Z');
const LATE = request('approved', '2026-03-06T12:00:01Z');
const OLD = request('approved', '2026-03-06T12:00:00Z');
const LAPSED = request('lapsed', '2026-03-19T12:00:00Z');
const LONG_LAPSED = request('lapsed', '2026-03-01T12:00:00Z');
const WITHDRAWN = request('withdrawn', '2026-03-20T11:00:00Z');
const ALL = [OPEN, LATE, OLD, LAPSED, LONG_LAPSED, WITHDRAWN];

it('the desk is shown what it can decide', () => {
  expect(shownOf(ALL, true, NOW)).toEqual([OPEN]);
});

it('a coach is told for two weeks what became of a request, and not what they withdrew', () => {
  expect(shownOf(ALL, false, NOW)).toEqual([OPEN, LATE, LAPSED]);
});
