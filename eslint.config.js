import jsxA11y from 'eslint-plugin-jsx-a11y-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { allOf, house, screen, suite } from './eslint.house-rules.js';

/*
 * Rules are errors or off. Layout is Prettier's, unused exports are knip's, and which folder may
 * import which is dependency-cruiser's; `npm run check` runs them all.
 */

const TESTS = ['test/**/*.ts', '**/*.spec.ts', 'vitest.config.ts'];
const DASHBOARD = ['dashboard/src/**/*.{ts,tsx}'];
const GENERATED = 'dashboard/src/api/generated/';
const SCRIPTS = ['**/*.js', '**/*.mjs', '**/*.cjs'];

const houseRules = Object.fromEntries(Object.keys(house.rules).map((n) => [`house/${n}`, 'error']));
const noHouseRules = Object.fromEntries(Object.keys(houseRules).map((name) => [name, 'off']));

/** Files that may call `UnitOfWork.write`; everything else changes data by AuditedUnitOfWork. */
const WRITERS = [
  'src/audit/audited-unit-of-work.ts',
  // The activity row of an attempt that changed nothing, or of many.
  ...['src/audit/refused-attempts.service.ts', 'src/audit/added-refusals.service.ts'],
  // Say who runs what; remove what has expired, no data of the studio; log what was counted.
  ...['src/jobs/tasks.service.ts', 'src/jobs/job-runner.service.ts'],
  ...['cleanup', 'address-retention', 'refusal-counts'].map((one) => `src/audit/${one}.service.ts`),
  // Tickets, counts of tries, names as they are searched for: none is data of the studio.
  ...['stream-tickets', 'password-check', 'person-names'].map((n) => `src/auth/${n}.service.ts`),
  // Fills an empty database by audited steps; writes legacy statuses that follow from the day.
  ...['src/demo/demo-studio.service.ts', 'src/packages/frozen-statuses.service.ts'],
];

/** Rules of ESLint itself that the compiler does not make needless. */
const coreRules = {
  'array-callback-return': 'error',
  // Counts every default value and `??` too, of which a row to be written has a dozen.
  complexity: ['error', 14],
  'default-case-last': 'error',
  eqeqeq: 'error',
  'grouped-accessor-pairs': 'error',
  'guard-for-in': 'error',
  'max-depth': ['error', 3],
  'max-lines': ['error', 250],
  'max-lines-per-function': ['error', 50],
  'max-nested-callbacks': ['error', 4],
  'no-alert': 'error',
  'no-async-promise-executor': 'error',
  'no-caller': 'error',
  'no-case-declarations': 'error',
  'no-compare-neg-zero': 'error',
  'no-cond-assign': 'error',
  'no-console': 'error',
  'no-constant-binary-expression': 'error',
  'no-constant-condition': 'error',
  'no-constructor-return': 'error',
  'no-control-regex': 'error',
  'no-debugger': 'error',
  'no-dupe-else-if': 'error',
  'no-duplicate-case': 'error',
  'no-else-return': 'error',
  'no-empty': 'error',
  'no-empty-character-class': 'error',
  'no-empty-pattern': 'error',
  'no-eval': 'error',
  'no-extend-native': 'error',
  'no-fallthrough': 'error',
  'no-irregular-whitespace': 'error',
  'no-labels': 'error',
  'no-lonely-if': 'error',
  'no-loss-of-precision': 'error',
  'no-misleading-character-class': 'error',
  'no-multi-assign': 'error',
  'no-new-wrappers': 'error',
  'no-object-constructor': 'error',
  'no-param-reassign': 'error',
  'no-prototype-builtins': 'error',
  'no-regex-spaces': 'error',
  'no-return-assign': 'error',
  'no-self-assign': 'error',
  'no-self-compare': 'error',
  'no-sequences': 'error',
  'no-sparse-arrays': 'error',
  'no-template-curly-in-string': 'error',
  'no-unmodified-loop-condition': 'error',
  'no-unneeded-ternary': 'error',
  'no-unreachable-loop': 'error',
  'no-unsafe-finally': 'error',
  'no-unsafe-optional-chaining': 'error',
  'no-unused-labels': 'error',
  'no-useless-assignment': 'error',
  'no-useless-backreference': 'error',
  'no-useless-catch': 'error',
  'no-useless-computed-key': 'error',
  'no-useless-concat': 'error',
  'no-useless-escape': 'error',
  'no-useless-rename': 'error',
  'no-useless-return': 'error',
  'no-var': 'error',
  'object-shorthand': 'error',
  'operator-assignment': 'error',
  'prefer-const': 'error',
  'prefer-object-has-own': 'error',
  'prefer-object-spread': 'error',
  'prefer-rest-params': 'error',
  'prefer-spread': 'error',
  'prefer-template': 'error',
  radix: 'error',
  'require-yield': 'error',
  'require-atomic-updates': 'error',
  'use-isnan': 'error',
  'valid-typeof': 'error',
  yoda: 'error',
};

/** Rules beyond the strict and stylistic sets, and what is left out of those. */
const typeScriptRules = {
  '@typescript-eslint/consistent-type-exports': 'error',
  '@typescript-eslint/explicit-member-accessibility': ['error', { accessibility: 'no-public' }],
  '@typescript-eslint/explicit-module-boundary-types': 'error',
  '@typescript-eslint/no-shadow': 'error',
  '@typescript-eslint/no-useless-empty-export': 'error',
  '@typescript-eslint/prefer-readonly': 'error',
  '@typescript-eslint/promise-function-async': ['error', { checkArrowFunctions: false }],
  '@typescript-eslint/switch-exhaustiveness-check': 'error',

  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
  '@typescript-eslint/no-unused-vars': [
    'error',
    { argsIgnorePattern: '^_', ignoreRestSiblings: true, caughtErrors: 'all' },
  ],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],

  // An injected class that is imported as a type only is `Object` at run time, and Nest can't
  // inject it. So whether an import is a type is for the author to say.
  '@typescript-eslint/consistent-type-imports': 'off',
  // Rows and answers have classes for their decorators only; they are plain objects.
  '@typescript-eslint/no-misused-spread': 'off',
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
  // `readCursor<[string, number]>(…)`: only the caller knows the type, a check enforces it.
  '@typescript-eslint/no-unnecessary-type-parameters': 'off',
};

const testRules = {
  ...noHouseRules,
  ...allOf('suite', suite),
  // Helpers of a test are short, and used where they stand.
  '@typescript-eslint/explicit-module-boundary-types': 'off',
  '@typescript-eslint/promise-function-async': 'off',
  // A `describe` is as long as its cases, and nests them.
  'max-lines-per-function': 'off',
  'max-nested-callbacks': 'off',
  // A matcher or a model is a list of all that must hold.
  complexity: 'off',
  // Answers are JSON; what they must be is what the test says.
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
  // `expect(api.get)` and the like look at a method without calling it.
  '@typescript-eslint/unbound-method': 'off',
};

/** In the dashboard, which runs in browsers. */
const dashboardRules = {
  ...noHouseRules,
  ...allOf('screen', screen),
  // What a component or a query returns is for React and TanStack Query to say, at length.
  '@typescript-eslint/explicit-module-boundary-types': 'off',
  // What React can show may be a promise, by its type.
  '@typescript-eslint/promise-function-async': 'off',
  // Contexts hand out functions that need no `this`.
  '@typescript-eslint/unbound-method': 'off',
  // A server that is newer than the page may send codes that its types do not know.
  '@typescript-eslint/no-unnecessary-condition': 'off',
};

/** A plugin's recommended rules; what it would only warn of is an error too. */
const asErrors = ({ rules }) =>
  Object.fromEntries(
    Object.entries(rules).map(([name, level]) => [name, level === 'warn' ? 'error' : level]),
  );

/** React's own rules, and those of accessible markup, for what stands in JSX. */
const react = {
  files: DASHBOARD,
  plugins: { 'react-hooks': reactHooks, 'jsx-a11y-x': jsxA11y },
  settings: {
    'jsx-a11y-x': {
      polymorphicPropName: 'component',
      // What the components of Mantine and wouter are in the page.
      components: {
        ...{ ActionIcon: 'button', Button: 'button', CloseButton: 'button' },
        ...{ Anchor: 'a', Link: 'a' },
      },
    },
  },
  rules: {
    ...asErrors(reactHooks.configs.flat.recommended),
    ...asErrors(jsxA11y.configs.strict),
  },
};

const except = (rule, files) => ({ files, rules: { [rule]: 'off' } });

export default tseslint.config(
  { ignores: ['dist/', 'data/', 'coverage/', 'dashboard/dist/', GENERATED] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house, screen, suite },
    rules: coreRules,
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: { ...typeScriptRules, ...houseRules },
  },
  except('house/environment', ['src/config/*.ts']),
  except('house/clock', ['src/common/clock.ts', 'migrations/support/studio-time.ts']),
  except('house/random', ['src/database/**/*.ts']),
  except('house/sql', ['src/**/*.repository.ts', 'src/database/**/*.ts']),
  // Repositories of two modules ask the same, and none may import the other.
  except('house/sql', ['src/packages/removal-sql.ts']),
  except('house/typeorm', ['src/**/*.{entity,view,repository}.ts', 'src/database/**/*.ts']),
  except('house/typeorm', [
    'src/backup/server-database.ts',
    'src/adoption/*.ts',
    'migrations/**/*.ts',
    'ormconfig.ts',
  ]),
  except('house/unit-of-work', WRITERS),
  { files: DASHBOARD, rules: dashboardRules },
  react,
  except('screen/fetch', ['dashboard/src/api/client.ts', 'dashboard/src/live/*.ts']),
  except('screen/dates', ['dashboard/src/ui/dates.ts']),
  except('max-lines', ['dashboard/src/texts/*{en,de}.ts']),
  // One gesture or one provider each, whose parts share all that they know.
  {
    files: ['dashboard/src/queue/tap-context.tsx', 'dashboard/src/ui/pull-to-refresh.tsx'],
    rules: { 'max-lines-per-function': ['error', 65] },
  },
  { files: ['dashboard/*.ts'], rules: noHouseRules },
  { files: TESTS, rules: testRules },
  except('suite/signals', ['test/support/signals.ts']),
  // `any` is the type of the answers that the tests look into, and is named in one place.
  { files: ['test/support/**/*.ts'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
  { files: SCRIPTS, rules: { ...noHouseRules, 'no-console': 'off' } },
);
