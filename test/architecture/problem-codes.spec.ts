import { describe, expect, it } from 'vitest';
import { PROBLEM_CODES } from '../../src/common/problem-codes.js';
import { linesOf, PRODUCT_FILES, read } from './house-files.js';

const PAGE = 'docs/errors.md';

interface Section {
  readonly code: string;
  /** From the heading above, such as `## 409 Conflict`. */
  readonly status: number;
  readonly text: string;
}

function sections(): Section[] {
  const found: Section[] = [];
  let status = 0;
  for (const line of linesOf(PAGE)) {
    const heading = /^## (\d{3}) /.exec(line);
    const code = /^### `(\w+)`$/.exec(line);
    const last = found.at(-1);
    if (heading) status = Number(heading[1]);
    else if (code) found.push({ code: code[1] ?? '', status, text: '' });
    else if (last) found[found.length - 1] = { ...last, text: `${last.text}${line}` };
  }
  return found;
}

describe('problem codes', () => {
  const documented = sections();

  it('each have one section in docs/errors.md, under their status, and no other has', () => {
    const page = documented.map(({ code, status }) => `${status} ${code}`);
    const table = Object.entries(PROBLEM_CODES).map(([code, [status]]) => `${status} ${code}`);
    expect(page.sort()).toEqual(table.sort());
  });

  it('are explained in at least a sentence', () => {
    expect(documented.filter(({ text }) => text.length < 30)).toEqual([]);
  });

  it('are all in use', () => {
    const files = PRODUCT_FILES.filter((file) => file !== 'src/common/problem-codes.ts');
    const code = files.map(read).join('\n');
    const unused = Object.keys(PROBLEM_CODES).filter((name) => !code.includes(`'${name}'`));
    expect(unused).toEqual([]);
  });
});
