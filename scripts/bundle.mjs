// Puts what `nest build` has made of the product, with the packages that it stands on, into few
// files: Node takes longer to find and read two thousand than to run what is in them. They are
// what people start: `dist/main.js` and `dist/cli.js`. Names are kept, because injection and the
// database go by those of classes; and so are comments and lines, because whoever looks into a
// stack trace should find them.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { rolldown } from 'rolldown';

const INPUT = { main: 'dist/src/main.js', cli: 'dist/src/cli.js' };
/** They come with files that are no JavaScript, or are loaded by a database alone. */
const APART = ['@node-rs/argon2', '@node-rs/bcrypt', 'libsql', 'mysql2', 'swagger-ui-dist'];
/** What Nest offers and we do not have. It asks for them when somebody wants them. */
const ABSENT = ['@fastify/multipart', '@fastify/view', '@nestjs/microservices'].concat(
  '@nestjs/platform-express',
  '@nestjs/websockets',
);
/** By it packages of Nest load others unseen, which would be a second time then. */
const OWN_REQUIRE = 'const require = createRequire(import.meta.url);';

const isOf = (names) => (id) => names.some((name) => id === name || id.startsWith(`${name}/`));
const isAbsent = isOf(ABSENT);

const ready = {
  name: 'ready',
  /** Ours come with the way back to TypeScript; of packages nobody has the sources. */
  load(id) {
    if (id.includes('/node_modules/') || !existsSync(`${id}.map`)) return null;
    const code = readFileSync(id, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
    return { code, map: JSON.parse(readFileSync(`${id}.map`, 'utf8')) };
  },
  transform(code, id) {
    if (!id.includes('/node_modules/')) return null;
    return { code: code.replace(OWN_REQUIRE, ''), map: { mappings: '' } };
  },
};

/** A package that is not found would be missed only when it is needed. */
function refuse({ code, exporter, message }) {
  if (code === 'UNRESOLVED_IMPORT' && isAbsent(exporter ?? '')) return;
  throw new Error(`The product cannot be put into one: ${message}`);
}

rmSync('dist/chunks', { recursive: true, force: true });
const bundle = await rolldown({
  input: INPUT,
  platform: 'node',
  external: isOf(APART),
  // As Node itself finds them, so that what is imported and what is required are the same.
  resolve: { mainFields: ['main'] },
  treeshake: false,
  plugins: [ready],
  onLog: (level, log) => {
    if (level === 'warn') refuse(log);
  },
});
await bundle.write({
  dir: 'dist',
  chunkFileNames: 'chunks/[name].js',
  keepNames: true,
  sourcemap: true,
  sourcemapExcludeSources: true,
});
await bundle.close();
