import { describe, expect, it } from 'vitest';
import type { TaskDto } from '../api/generated/types.gen.js';
import { standingOf } from './task-rules.js';

const NOW = new Date('2026-11-20T10:00:00Z');
const task = (changes: Partial<TaskDto>): TaskDto => ({
  ...{ name: 'cleanup', everyMinutes: 10, dailyAt: null, nextRunAt: '2026-11-20T10:05:00Z' },
  ...{ isRunning: false, lastRunAt: null, lastResult: 'done', lastProblem: null, lastTookMs: 4 },
  ...changes,
});

describe('a task', () => {
  it.each([
    ['fine', {}],
    ['fine', { nextRunAt: null, lastResult: null }],
    ['fine', { nextRunAt: '2026-11-20T09:45:00Z' }],
    ['overdue', { nextRunAt: '2026-11-20T09:44:59Z' }],
    ['overdue', { nextRunAt: '2026-11-20T09:44:59Z', lastResult: 'failed' }],
    ['running', { nextRunAt: '2026-11-20T09:44:59Z', isRunning: true }],
    ['failed', { lastResult: 'failed' }],
  ] as const)('is %s with %j', (standing, changes) => {
    expect(standingOf(task(changes), NOW)).toBe(standing);
  });
});
