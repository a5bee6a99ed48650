import ts from 'typescript';
import { expect, it } from 'vitest';
import { DASHBOARD_FILES, read } from './house-files.js';

/** Lines of a module that read `t` as it is loaded, not when something is shown. */
function earlyReads(file: string, code: string): string[] {
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    // What stands in a function is read when that is called.
    if (ts.isFunctionLike(node) || ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    if (ts.isIdentifier(node) && node.text === 't') {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

it('modules read no text of the first pages before it is loaded', () => {
  const files = DASHBOARD_FILES.filter((file) => read(file).includes('texts/texts.js'));
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap((file) => earlyReads(file, read(file)))).toEqual([]);
});

it.each([
  ['const words = t.account;', 1],
  ['const { account } = t;', 1],
  ['const PLACES = [{ text: t.app.members }];', 1],
  ['class Page { title = t.app.members; }', 1],
  ['const words = () => t.account;', 0],
  ['function Page() { return <h1>{t.app.members}</h1>; }', 0],
  ['const TEXTS = { of: (name: string) => t.of(name), at() { return t.at; } };', 0],
  ["type Kinds = (typeof t.kinds)['a'];", 0],
])('finds in “%s” %i', (code, count) => {
  expect(earlyReads('a.tsx', code)).toHaveLength(count);
});
