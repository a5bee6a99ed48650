import { describe, expect, it } from 'vitest';
import { anchorsOf, faultsIn, type Known, knownFrom } from './document-names.js';
import { FILES, read } from './house-files.js';

const DOCUMENTS = FILES.filter((file) => file.endsWith('.md'));

/** Stand for something in an example or a rule, each in the one document that says so. */
const PLACEHOLDERS: readonly { file: string; name: string }[] = [
  { file: 'docs/contributing.md', name: 'noun.role.ts' },
  { file: 'docs/contributing.md', name: 'src/NAME' },
  { file: 'docs/contributing.md', name: 'NAME.module.ts' },
  { file: 'docs/contributing.md', name: '1700000015000-rooms.ts' },
];

describe('documents', () => {
  const known = knownFrom(FILES, read);

  it.each(DOCUMENTS)('%s names links, paths and commands that exist', (file) => {
    const placeholders = PLACEHOLDERS.filter((one) => one.file === file).map(({ name }) => name);
    const text = placeholders.reduce((all, name) => all.replaceAll(name, ''), read(file));
    expect(faultsIn(file, text, known)).toEqual([]);
  });

  it('have no placeholder that nobody needs', () => {
    const needless = PLACEHOLDERS.filter(({ file, name }) => !read(file).includes(name));
    expect(needless).toEqual([]);
  });

  it('lead from the README to every other one', () => {
    const targets = [...read('README.md').matchAll(/\]\(([^)#]+)/g)].map(([, to = '']) => to);
    const lost = DOCUMENTS.filter(
      (file) => file !== 'README.md' && !targets.some((to) => file.startsWith(to)),
    );
    expect(lost).toEqual([]);
  });
});

describe('what a document names', () => {
  const files = [
    ...['README.md', 'docs/guide.md', 'src/packages/package-rules.ts', 'src/main.ts'],
    ...['test/e2e/undo.spec.ts', 'test/adoption/load.spec.ts', 'package.json'],
  ];
  const texts: Record<string, string> = {
    'package.json': '{"scripts": {"test": "", "check": "", "legacy:check": ""}}',
    'docs/guide.md':
      '# A guide\n\n## `code` and more\n\n## Twice\n\n## Twice\n\n```sh\n# no\n```\n',
  };
  const known: Known = knownFrom(files, (file) => texts[file] ?? '');

  it.each([
    ['[a](docs/gone.md)', 'docs/gone.md'],
    ['![a](docs/gone.png)', 'docs/gone.png'],
    ['[a](docs/guide.md#nowhere)', 'docs/guide.md#nowhere'],
    ['[a](#nowhere)', '#nowhere'],
    ['see `src/legacy`', 'src/legacy'],
    ['see `src/legacy/`', 'src/legacy/'],
    ['see `src/packages/gone.ts`', 'src/packages/gone.ts'],
    ['see `gone-rules.ts`', 'gone-rules.ts'],
    ['see `guide/package-rules.ts`', 'guide/package-rules.ts'],
    ['see `src/{packages,gone}`', 'src/gone'],
    ['see `test/gone/*.spec.ts`', 'test/gone/*.spec.ts'],
    ['(`e2e/gone`)', 'e2e/gone'],
    ['```sh\nnode src/gone.ts\n```', 'src/gone.ts'],
    ['```mermaid\nA["x<br/>src/gone"]\n```', 'src/gone'],
    ['`npm run gone`', 'npm run gone'],
    ['run npm run legacy:gone first', 'npm run legacy:gone'],
    ['```sh\nnpm start\n```', 'npm start'],
  ])('is a fault in %j', (text, fault) => {
    expect(faultsIn('README.md', text, known)).toEqual([
      `README.md:${text.split('\n').length > 1 ? 2 : 1} ${fault}`,
    ]);
  });

  it.each([
    '[a](docs/guide.md) [b](docs) [c](https://example.com/gone.md) [d](docs/guide.md#twice-1)',
    '[a](docs/guide.md#code-and-more) ![b](src/main.ts)',
    '`src/packages` `packages/` `src/main.ts:12` `package-rules.ts` `e2e/undo` `adoption/`',
    '`src/{packages,main.ts}` `test/*/*.spec.ts` `dist/main.js` `data/` `/api/v1/gone.md`',
    '`text/html` `Node.js` `a.b.c` `https://example.com/src/gone.ts` `and/or` `GET /src/gone`',
    '`npm run check`, `npm test` and npm run legacy:check. `npm ci`',
  ])('is right in %j', (text) => {
    expect(faultsIn('README.md', text, known)).toEqual([]);
  });

  it('is looked for from the folder of the document', () => {
    expect(
      faultsIn('docs/guide.md', '[a](../README.md) [b](README.md) [c](#twice)', known),
    ).toEqual(['docs/guide.md:1 README.md']);
  });

  it('has the anchors of its headings', () => {
    expect(anchorsOf(texts['docs/guide.md'] ?? '')).toEqual([
      ...['a-guide', 'code-and-more', 'twice', 'twice-1'],
    ]);
  });
});
