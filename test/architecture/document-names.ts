import { posix } from 'node:path';

/** What documents may name: files, the folders they lie in, scripts, and anchors of documents. */
export interface Known {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  readonly scripts: ReadonlySet<string>;
  readonly anchorsOf: (file: string) => readonly string[];
}

/** What is built or made while the product runs; git does not have it. */
const BUILT =
  /^(dist|data|node_modules|coverage|dashboard\/(dist|src\/api\/generated))(\/|$)|^\.env$/;
/** What operators make; git does not have that either. */
const OPERATORS_OWN = new Set(['docker-compose.override.yml']);
/** Names of files by their ending; `.js` is what our imports and builds are called. */
const FILE_NAME = /^[\w@.-]+(\/[\w@.*-]+)*\.(tsx?|mjs|cjs|md|json|ya?ml|css)$/;
const PATH = /^\.?[\w@-][\w@.*{},-]*(\/[\w@.*{},-]+)*\/?$/;
const NPM = /\bnpm (?:run ([\w:-]+)|(start|test)\b)/g;

export function knownFrom(files: readonly string[], read: (file: string) => string): Known {
  const folders = new Set<string>();
  for (const file of files) {
    for (let at = posix.dirname(file); at !== '.'; at = posix.dirname(at)) folders.add(at);
  }
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  return {
    files: new Set(files),
    folders,
    scripts: new Set(Object.keys(scripts)),
    anchorsOf: (file) => anchorsOf(read(file)),
  };
}

/** The links, paths and commands of a document that lead nowhere, as `file:line name`. */
export function faultsIn(file: string, text: string, known: Known): string[] {
  let isCode = false;
  return text.split('\n').flatMap((line, index) => {
    if (line.startsWith('```')) {
      isCode = !isCode;
      return [];
    }
    const found = [
      ...(isCode ? [] : linksIn(line).filter((to) => !isLink(file, to, known))),
      ...(isCode ? pathsInCode(line, known) : pathsInProse(line)).filter(
        (one) => !isPath(one, known),
      ),
      ...commandsIn(line)
        .filter(({ script }) => !known.scripts.has(script))
        .map(({ name }) => name),
    ];
    return found.map((name) => `${file}:${index + 1} ${name}`);
  });
}

/** The anchors of a document's headings, as the hosting platforms make them. */
export function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  return [...text.replace(/^```.*?^```$/gms, '').matchAll(/^#{1,6} (.+)$/gm)].map(
    ([, title = '']) => {
      const slug = title
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-');
      const count = seen.get(slug) ?? 0;
      seen.set(slug, count + 1);
      return count === 0 ? slug : `${slug}-${count}`;
    },
  );
}

function linksIn(line: string): string[] {
  const prose = line.replace(/`[^`]*`/g, (code) => code.replace(/[[\]()]/g, ' '));
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);
  return targets.filter((to) => !/^[a-z]+:/.test(to));
}

function isLink(from: string, target: string, known: Known): boolean {
  const [path = '', anchor] = target.split('#', 2);
  const file = path === '' ? from : posix.join(posix.dirname(from), path).replace(/\/$/, '');
  if (!known.files.has(file)) return known.folders.has(file) && anchor === undefined;
  return anchor === undefined || known.anchorsOf(file).includes(anchor);
}

/** What stands between backticks and looks like a path or the name of a file. */
function pathsInProse(line: string): string[] {
  const spans = [...line.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  return spans
    .flatMap((code) => code.split(/\s+/))
    .filter((word) => PATH.test(word))
    .flatMap(expand);
}

/** Words of an example or a drawing that begin with a folder of the repository. */
function pathsInCode(line: string, { folders }: Known): string[] {
  const words = line.split(/[\s"'`()[\]<>|=]+|(?<=>)/).flatMap(expand);
  return words.filter(
    (word) => PATH.test(word) && folders.has(word.split('/', 1)[0] ?? '') && word.includes('/'),
  );
}

/** `src/{a,b}` are two paths; `src/a.ts:12` is a line of one. */
function expand(word: string): string[] {
  const [, before = '', list, after = ''] = /^(.*?)\{(.*?)\}(.*)$/.exec(word) ?? [];
  const parts =
    list === undefined ? [word] : list.split(',').map((part) => `${before}${part}${after}`);
  return parts.map((part) => part.replace(/:\d+$/, '').replace(/[.,;]+$/, ''));
}

function isPath(word: string, known: Known): boolean {
  const name = word.replace(/\/$/, '');
  if (BUILT.test(name) || OPERATORS_OWN.has(name) || !isMeant(word, known)) return true;
  // Documents may leave out the front of a path, and the end of a spec's name.
  const all = [...known.files, ...known.folders];
  const pattern = new RegExp(`(^|/)${escaped(name).replaceAll('\\*', '[^/]*')}(\\.spec\\.ts)?$`);
  const start = known.folders.has(name.split('/', 1)[0] ?? '')
    ? new RegExp(`^${pattern.source}`)
    : pattern;
  return all.some((one) => start.test(one));
}

/** Whether a word is meant as a path: it begins with one of our folders or ends like a file. */
function isMeant(word: string, { folders }: Known): boolean {
  const [first = '', ...rest] = word.split('/');
  const isBelow = rest.length > 0 && (folders.has(first) || folders.has(`test/${first}`));
  return isBelow || FILE_NAME.test(word) || (rest.length === 1 && rest[0] === '');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function commandsIn(line: string): { name: string; script: string }[] {
  return [...line.matchAll(NPM)].map(([name, run, short]) => ({
    name,
    script: run ?? short ?? '',
  }));
}
