/*
 * Who may import what: docs/decisions and the floor plan in README.md say why, this file makes it
 * so. `npm run check:imports` runs it, and test/architecture/imports.spec.ts holds every rule
 * against an import that it must refuse.
 */

/** From the lowest up: each layer may import those before it, and never those after it. */
const LOWER = 'database audit jobs settings mail auth'.split(' ');
const LAYERS = [...LOWER, ...'catalogue packages members people sessions php-api'.split(' ')];

/** Folders that only answer reads; no other folder imports them. */
const VIEWS = ['reports', 'studio'];
const BELOW_VIEWS = 'http database audit settings auth packages members sessions'.split(' ');

/** Folders that every other one may use, all of their files. */
const GROUND = 'common|http|config|database';

/** What runs as several processes: modules know no more of it than what these share. */
const SHARED = '^src/processes/shared-state[.]ts$';

/** Files of a module that others may import; all other files are private to it. */
const PUBLIC_FILES = [
  '[.](service|module)[.]ts$',
  SHARED,
  '-(rules|sql)[.]ts$',
  '^src/packages/(member-access|ownership[.]interceptor|usage[.]entity|dto/package[.]dto)[.]ts$',
  '^src/audit/(audited-[a-z-]+|(not-)?audited[.]decorator|audit[.]interceptor)[.]ts$',
  '^src/audit/asks-password[.]decorator[.]ts$',
  '^src/(auth/dto/invited|settings/dto/reason)[.]dto[.]ts$',
  '^src/jobs/job-handler[.]ts$',
  '^src/audit/(visible-members|marked-passwords|actions)[.]ts$',
  // Commands that work on databases which the app can't open yet, or no longer.
  '^src/adoption/(adoption-report|return-database|old-numbers|database-count)[.]ts$',
  '^src/adoption/(before-(leaving|migrating)|generations)[.]ts$',
  '^src/backup/',
];

const SPEC = '[.]spec[.]ts$';
const TYPEORM_USERS = [
  '^src/.*[.](entity|view|repository)[.]ts$',
  '^src/(database|adoption)/',
  '^src/backup/server-database[.]ts$',
  '^migrations/',
  '^ormconfig[.]ts$',
];

const forbidden = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

/** A layer may use nothing but those below: not the ones above, and nothing built on top. */
const layerRule = (layer, below) =>
  forbidden(
    `layer-${layer}`,
    `${layer}/ may import nothing but: ${[...below, layer].join(', ')}.`,
    { path: `^src/${layer}/`, pathNot: SPEC },
    { path: '^src/', pathNot: `^src/(${[...below, layer].join('|')})/` },
  );

const layerRules = [
  layerRule('common', []),
  layerRule('config', []),
  layerRule('http', ['common']),
  layerRule('processes', ['common', 'config']),
  ...LAYERS.map((layer, n) => {
    // The database layer knows nothing of HTTP.
    const ground = ['common', 'config', ...(layer === 'database' ? [] : ['http', 'processes'])];
    return layerRule(layer, [...ground, ...LAYERS.slice(0, n)]);
  }),
  layerRule('adoption', ['common', 'config', 'database', 'packages']),
  layerRule('backup', ['common', 'config', 'database', 'adoption']),
  ...VIEWS.map((view) => layerRule(view, ['common', 'config', ...BELOW_VIEWS])),
];

/** The dashboard from the ground up. Pages use all that is below, and what opens from the desk. */
const SCREEN_LAYERS = [['texts', 'api'], ['data'], ['ui', 'queue', 'live'], ['shell']];
const PAGES = 'account members member people settings background activity overview desk'.split(' ');

const screenRule = (name, folders, allowed) =>
  forbidden(
    `dashboard-${name}`,
    `dashboard/src/(${folders.join('|')}) may import nothing but: ${allowed.join(', ')}.`,
    { path: `^dashboard/src/(${folders.join('|')})/`, pathNot: SPEC },
    { path: '^dashboard/src/', pathNot: `^dashboard/src/(${allowed.join('|')})/` },
  );

const dashboardRules = [
  ...SCREEN_LAYERS.map((folders, n) =>
    screenRule(folders.join('-'), folders, SCREEN_LAYERS.slice(0, n + 1).flat()),
  ),
  screenRule('pages', PAGES, [...SCREEN_LAYERS.flat(), 'desk', '$1']),
  forbidden(
    'dashboard-knows-the-document',
    'The dashboard knows the API by openapi.json, and shares days, names and refunds with it.',
    { path: '^dashboard/' },
    {
      path: '^(src|migrations)/|^ormconfig',
      pathNot:
        '^src/common/(accent|shades|(studio|last)-day|durations|(folded|full)-names?' +
        '|refund-parts|moved-end)[.]ts$',
    },
  ),
  forbidden(
    'dashboard-in-browsers',
    'A browser has nothing of Node.',
    { path: '^dashboard/src/', pathNot: SPEC },
    { dependencyTypes: ['core'] },
  ),
  forbidden(
    'dashboard-is-built-apart',
    'The API serves the built files; it imports no source of the dashboard.',
    { path: '^(src|migrations)/|^ormconfig' },
    { path: '^dashboard/' },
  ),
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    ...dashboardRules,
    forbidden(
      'listeners',
      'Features do not call notifications/ or realtime/: these read what was committed.',
      { path: '^src/([^/]+)/', pathNot: SPEC },
      { path: '^src/(notifications|realtime)/', pathNot: '^src/$1/' },
    ),
    forbidden(
      'views',
      'No module imports reports/ or studio/, which only answer reads.',
      { path: '^src/([^/]+)/', pathNot: SPEC },
      { path: `^src/(${VIEWS.join('|')})/`, pathNot: '^src/$1/' },
    ),
    forbidden(
      'module-privacy',
      "A module uses another's services and rules, never its repositories, entities or DTOs.",
      { path: '^src/([^/]+)/', pathNot: SPEC },
      { path: '^src/[^/]+/', pathNot: [`^src/($1|${GROUND})/`, ...PUBLIC_FILES] },
    ),
    forbidden(
      'module-privacy-of-entry-points',
      'main, cli and app start modules and call services; they import nothing else of a module.',
      { path: '^src/[^/]+[.]ts$', pathNot: SPEC },
      {
        path: '^src/[^/]+/',
        pathNot: [
          `^src/(${GROUND}|cli|demo|processes|verify)/`,
          '^src/php-api/(script-url|php-body)[.]ts$',
          ...PUBLIC_FILES,
        ],
      },
    ),
    forbidden(
      'entry-points-start-things',
      'No module imports main, cli or app.',
      { path: '^src/[^/]+/', pathNot: [SPEC, '^src/cli/'] },
      { path: '^src/[^/]+[.]ts$' },
    ),
    forbidden(
      'pure-rules',
      'Rules decide from what they are given: no services, no database, no packages.',
      { path: '-rules[.]ts$' },
      {
        path: '[.](service|repository|controller|module|guard)[.]ts$|^src/database/|node_modules',
      },
    ),
    forbidden(
      'controllers-call-services',
      'A controller makes one call, to a service; it does not use the database.',
      { path: '[.]controller[.]ts$' },
      { path: '[.]repository[.]ts$|^src/database/' },
    ),
    forbidden(
      'repositories-inject-nothing',
      'A repository works on the tx it is given and asks nobody else.',
      { path: '[.]repository[.]ts$' },
      { path: '[.](service|controller|module)[.]ts$|unit-of-work[.]ts$' },
    ),
    forbidden(
      'typeorm',
      'TypeORM stays in entities, views, repositories, src/database, src/adoption, migrations.',
      { pathNot: [...TYPEORM_USERS, SPEC] },
      { path: 'node_modules/typeorm/' },
    ),
    forbidden(
      'nestjs-typeorm',
      'Modules register entities with @nestjs/typeorm; everything else goes through a Tx.',
      { pathNot: ['[.]module[.]ts$', SPEC] },
      { path: 'node_modules/@nestjs/typeorm/' },
    ),
    forbidden(
      'migrations-stand-alone',
      'A migration must do the same in a year: it reaches no code that may change.',
      { path: '^migrations/' },
      { reachable: true, pathNot: ['^migrations/', 'node_modules/typeorm/'] },
    ),
    forbidden(
      'migrations-are-handed-in',
      'What starts the product or a command hands the migrations in; the database knows none.',
      { path: '^src/', pathNot: ['^src/(app[.]module[.]ts|cli/|adoption/)', SPEC] },
      { path: '^migrations/' },
    ),
    forbidden(
      'adoption-shares-steps-only',
      'How a PHP database becomes ours is what src/adoption explains; the order is not its matter.',
      { path: '^src/adoption/', pathNot: SPEC },
      { path: '^migrations/', pathNot: '^migrations/(support|adoption)/' },
    ),
    forbidden(
      'no-cycles',
      'Files must not import each other in a circle: none of them could be read or tested alone.',
      {},
      { circular: true },
    ),
    forbidden(
      'no-unresolvable',
      'An import of a missing file fails at the start.',
      {},
      // Modules that a Vite plugin generates.
      { couldNotResolve: true, pathNot: '^virtual:' },
    ),
    forbidden(
      'no-undeclared-packages',
      'A package that package.json does not name may be gone after the next install.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbidden(
      'no-dev-packages',
      'The image has no development packages.',
      { path: '^(src|migrations)/|^ormconfig', pathNot: SPEC },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    forbidden(
      'no-tests',
      'The product imports no tests.',
      { path: '^((dashboard/)?src|migrations)/|^ormconfig', pathNot: SPEC },
      { path: `^test/|${SPEC}` },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dashboard/src/api/generated/'] },
    // Types count: a type of another module's insides ties the two together just as well.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
