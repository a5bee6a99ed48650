import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { ROOT } from './house-files.js';

const SERVICE = 'src/members/members.service.ts';
const SCREEN = 'dashboard/src/data/queries.ts';
const REPOSITORY = 'src/members/members.repository.ts';
const TEST = 'test/e2e/undo.spec.ts';

/** Code that a rule must refuse in one file, and must let pass in another. */
const REFUSED: readonly (readonly [rule: string, code: string, not: string, but?: string])[] = [
  ['house/environment', 'process.env.PORT;', SERVICE, 'src/config/environment.ts'],
  ['house/environment', 'const { env } = process;', SERVICE],
  ['house/environment', "import { env } from 'node:process';", 'src/main.ts'],
  ['house/clock', 'new Date();', SERVICE, 'src/common/clock.ts'],
  ['house/clock', 'Date.now();', REPOSITORY, 'src/common/clock.ts'],
  ['house/time-zone', 'new Date(0).getHours();', SERVICE],
  ['house/random', 'Math.random();', SERVICE, 'src/database/unit-of-work.ts'],
  ['house/sql', "tx.rows('SELECT 1');", SERVICE, REPOSITORY],
  ['house/sql', "work.tx.write('DELETE FROM x');", SERVICE, REPOSITORY],
  ['house/sql', 'work.tx.manager;', SERVICE, REPOSITORY],
  ['house/unit-of-work', 'this.unitOfWork.write(f);', SERVICE, 'src/audit/cleanup.service.ts'],
  ['house/unit-of-work', 'unitOfWork.write(f);', SERVICE],
  ['house/unit-of-work', 'app.get(UnitOfWork).write(f);', 'src/cli.ts'],
  ['house/unit-of-work', 'class A { constructor(private readonly db: UnitOfWork) {} }', SERVICE],
  ['house/save', 'tx.manager.save({});', REPOSITORY],
  ['house/repository', 'class ARepository { constructor() { this.a(); } }', REPOSITORY],
  ['house/typeorm', "import { In } from 'typeorm';", SERVICE, REPOSITORY],
  ['house/magic', 'Column({ eager: true });', 'src/packages/package.entity.ts'],
  ['house/magic', "import { forwardRef } from '@nestjs/common';", SERVICE],
  ['screen/fetch', "fetch('/api');", SCREEN, 'dashboard/src/api/client.ts'],
  ['screen/dates', 'new Date(0).getHours();', SCREEN, 'dashboard/src/ui/dates.ts'],
  ['screen/dates', "new Intl.DateTimeFormat('en');", SCREEN, 'dashboard/src/ui/dates.ts'],
  ['screen/secure', 'crypto.randomUUID();', SCREEN],
  ['screen/html', 'document.body.innerHTML = "";', SCREEN],
  ['no-console', "console.log('');", SCREEN],
  ['@typescript-eslint/no-floating-promises', 'Promise.resolve(1);', SCREEN],
  ['max-lines', '\n'.repeat(251), SCREEN, 'dashboard/src/texts/en.ts'],
  ['no-console', "console.log('');", SERVICE, 'scripts/build-if-needed.mjs'],
  ['@typescript-eslint/no-explicit-any', 'export const x: any = 1;', SERVICE],
  ['@typescript-eslint/no-non-null-assertion', '[1][0]!.toFixed();', SERVICE],
  ['@typescript-eslint/no-floating-promises', 'Promise.resolve(1);', SERVICE],
  ['@typescript-eslint/no-misused-promises', 'if (Promise.resolve(1)) fail();', SERVICE],
  ['max-lines', '\n'.repeat(251), SERVICE],
  ['max-lines-per-function', `function f() {${'\n'.repeat(51)}}`, SERVICE],
  ['max-depth', 'if (a) { if (b) { if (c) { if (d) { e(); } } } }', SERVICE],
  ['complexity', `const f = () => ${'a ? 1 : '.repeat(14)}0;`, SERVICE],
  ['eqeqeq', 'a == b;', SERVICE],
  ['suite/traces', "import { vi } from 'vitest';", TEST, SERVICE],
  ['suite/traces', "vi.mock('./a.js');", 'test/support/given.ts'],
  ['suite/traces', 'vi.useFakeTimers();', 'src/common/studio-day.spec.ts'],
  ['suite/traces', "vi.stubEnv('A', 'b');", 'dashboard/src/ui/dates.spec.ts'],
  ['suite/traces', "process.env.TZ = 'UTC';", TEST],
  ['suite/traces', "process.env['TZ'] ??= 'UTC';", TEST],
  ['suite/traces', 'delete process.env.TZ;', TEST],
  ['suite/traces', 'process.env = {};', TEST],
  ['suite/traces', "Object.assign(process.env, { TZ: 'UTC' });", TEST],
  ['suite/traces', "process.chdir('/');", TEST],
  ['suite/traces', "process.on('exit', () => undefined);", TEST],
  ['suite/traces', 'globalThis.fetch = () => undefined;', TEST],
  ['suite/signals', "process.kill(pid, 'SIGTERM');", TEST, 'test/support/signals.ts'],
];

/** Rules that know types; the others are much faster without. */
const TYPED = /^@typescript-eslint\/no-(floating-promises|misused-promises)$/;

describe('house rules', () => {
  const eslint = new ESLint({ cwd: ROOT });
  const untyped = new ESLint({ cwd: ROOT, overrideConfig: [tseslint.configs.disableTypeChecked] });

  async function rulesBroken(rule: string, code: string, filePath: string) {
    const [result] = await (TYPED.test(rule) ? eslint : untyped).lintText(code, { filePath });
    return result?.messages.map(({ ruleId }) => ruleId) ?? [];
  }

  const cases = REFUSED.map(([rule, code, not, but]) => ({ rule, code, not, but }));

  it.each(cases)('$rule refuses $code in $not', async ({ rule, code, not, but }) => {
    expect(await rulesBroken(rule, code, not)).toContain(rule);
    if (but) expect(await rulesBroken(rule, code, but)).not.toContain(rule);
  });

  it('are errors or off, never warnings', async () => {
    const files = [
      'src/main.ts',
      'test/e2e/x.spec.ts',
      'migrations/all.ts',
      'eslint.config.js',
    ].concat('dashboard/src/main.tsx', 'dashboard/vite.config.ts');
    for (const file of files) {
      const config = (await eslint.calculateConfigForFile(file)) as {
        rules: Record<string, [severity: number]>;
      };
      const warnings = Object.entries(config.rules).filter(([, [severity]]) => severity === 1);
      expect(warnings).toEqual([]);
    }
  });
});
