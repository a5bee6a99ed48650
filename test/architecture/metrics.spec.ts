import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/common/metrics.js';
import { FILES, read } from './house-files.js';

const NAME = /`((?:coach|nodejs|process)_[a-z0-9_]+)(?:\{[^`]*\})?`/g;
const ASKED = /\b(coach|nodejs|process)_[a-z0-9_]+/g;

describe('docs/operations.md', () => {
  const document = read('docs/operations.md');

  it('explains each metric, and none that there is not', () => {
    const explained = [...document.matchAll(NAME)].map(([, name = '']) => name);
    expect([...new Set(explained)].toSorted()).toEqual(Object.keys(METRICS).toSorted());
  });

  it('asks in its alerts for metrics that there are', () => {
    const blocks = [...document.matchAll(/```promql\n([^`]+)```/g)].map(([, text = '']) => text);
    const asked = blocks.flatMap((text) => text.match(ASKED) ?? []);
    expect(asked.length).toBeGreaterThan(5);
    const bases = asked.map((name) => name.replace(/_(bucket|sum|count)$/, ''));
    expect(bases.filter((name) => !Object.hasOwn(METRICS, name))).toEqual([]);
  });
});

describe('each metric', () => {
  const sources = FILES.filter((file) => /^src\/.*(?<!\.spec)\.ts$/.test(file))
    .filter((file) => file !== 'src/common/metrics.ts')
    .map(read)
    .join('\n');

  it.each(Object.keys(METRICS))('%s is counted somewhere', (name) => {
    expect(new RegExp(`\\b${name}\\b`).test(sources)).toBe(true);
  });

  it('has a name that says its kind', () => {
    const odd = Object.entries(METRICS).filter(
      ([name, { kind }]) => name.endsWith('_total') !== (kind === 'counter'),
    );
    expect(odd).toEqual([]);
  });
});
