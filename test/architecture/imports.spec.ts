import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './house-files.js';

const CLI = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

const CRUISED = ['src', 'migrations', 'ormconfig.ts', 'dashboard/src'];

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

function violationsIn(folder: string): string[] {
  const roots = ['--output-type', 'json', '--config', '.dependency-cruiser.cjs'];
  const run = spawnSync(process.execPath, [CLI, ...roots, ...CRUISED], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.error) throw run.error;
  const { summary } = JSON.parse(run.stdout) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

/** Imports that must be refused, each with the rule that refuses it. */
const REFUSED: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['layer-common', 'src/common/a.ts', 'src/config/config.ts'],
  ['layer-config', 'src/config/a.ts', 'src/common/actor.ts'],
  ['layer-database', 'src/database/a.ts', 'src/audit/actions.ts'],
  ['layer-audit', 'src/audit/a.ts', 'src/auth/auth.service.ts'],
  ['layer-audit', 'src/audit/b.ts', 'src/jobs/tasks.service.ts'],
  ['layer-jobs', 'src/jobs/a.ts', 'src/auth/auth.service.ts'],
  ['layer-mail', 'src/mail/a.ts', 'src/auth/auth.service.ts'],
  ['layer-catalogue', 'src/catalogue/a.ts', 'src/packages/packages.service.ts'],
  ['layer-settings', 'src/settings/a.ts', 'src/mail/mail.service.ts'],
  ['layer-jobs', 'src/jobs/b.ts', 'src/mail/mail.service.ts'],
  ['layer-http', 'src/http/a.ts', 'src/config/config.ts'],
  ['layer-processes', 'src/processes/a.ts', 'src/http/access.ts'],
  ['layer-database', 'src/database/d.ts', 'src/processes/shared-state.ts'],
  ['module-privacy', 'src/auth/b.ts', 'src/processes/supervisor.ts'],
  ['layer-database', 'src/database/c.ts', 'src/http/access.ts'],
  ['layer-auth', 'src/auth/a.ts', 'src/packages/packages.service.ts'],
  ['layer-packages', 'src/packages/a.ts', 'src/members/members.service.ts'],
  ['layer-members', 'src/members/a.ts', 'src/sessions/sessions.service.ts'],
  ['layer-people', 'src/people/a.ts', 'src/sessions/sessions.service.ts'],
  ['layer-sessions', 'src/sessions/a.ts', 'src/php-api/changes.service.ts'],
  ['layer-php-api', 'src/php-api/a.ts', 'src/reports/reports.service.ts'],
  ['layer-reports', 'src/reports/a.ts', 'src/php-api/changes.service.ts'],
  ['layer-studio', 'src/studio/a.ts', 'src/reports/reports.service.ts'],
  ['dashboard-texts-api', 'dashboard/src/api/a.ts', 'dashboard/src/data/queries.ts'],
  ['dashboard-texts-api', 'dashboard/src/texts/a.ts', 'dashboard/src/ui/states.ts'],
  ['dashboard-data', 'dashboard/src/data/a.ts', 'dashboard/src/queue/tap.ts'],
  ['dashboard-ui-queue-live', 'dashboard/src/ui/a.ts', 'dashboard/src/shell/shell.ts'],
  ['dashboard-ui-queue-live', 'dashboard/src/live/a.ts', 'dashboard/src/pages.ts'],
  ['dashboard-shell', 'dashboard/src/shell/a.ts', 'dashboard/src/members/member-row.ts'],
  ['dashboard-pages', 'dashboard/src/member/a.ts', 'dashboard/src/members/member-row.ts'],
  ['dashboard-pages', 'dashboard/src/desk/a.ts', 'dashboard/src/app.ts'],
  ['dashboard-knows-the-document', 'dashboard/src/api/b.ts', 'src/packages/package-rules.ts'],
  ['dashboard-in-browsers', 'dashboard/src/api/c.ts', 'node:crypto'],
  ['dashboard-is-built-apart', 'src/common/f.ts', 'dashboard/src/ui/dates.ts'],
  ['no-tests', 'dashboard/src/ui/b.ts', 'test/support/api.ts'],
  ['views', 'src/health/f.ts', 'src/reports/reports.service.ts'],
  ['views', 'src/demo/a.ts', 'src/studio/studio.service.ts'],
  ['listeners', 'src/sessions/b.ts', 'src/notifications/notifications.service.ts'],
  ['listeners', 'src/health/b.ts', 'src/realtime/realtime.service.ts'],
  ['module-privacy', 'src/sessions/c.ts', 'src/packages/packages.repository.ts'],
  ['module-privacy', 'src/sessions/d.ts', 'src/packages/package.entity.ts'],
  ['module-privacy', 'src/sessions/e.ts', 'src/members/dto/member.dto.ts'],
  ['module-privacy', 'src/php-api/b.ts', 'src/sessions/sessions.controller.ts'],
  ['module-privacy', 'src/health/c.ts', 'src/audit/activity.repository.ts'],
  ['module-privacy-of-entry-points', 'src/main.ts', 'src/members/members.repository.ts'],
  ['module-privacy-of-entry-points', 'src/app.module.ts', 'src/php-api/reads.repository.ts'],
  ['entry-points-start-things', 'src/health/d.ts', 'src/main.ts'],
  ['pure-rules', 'src/packages/package-rules.ts', 'src/packages/packages.service.ts'],
  ['pure-rules', 'src/members/member-rules.ts', '@nestjs/common'],
  ['controllers-call-services', 'src/members/x.controller.ts', 'src/database/unit-of-work.ts'],
  ['repositories-inject-nothing', 'src/members/x.repository.ts', 'src/members/members.service.ts'],
  ['typeorm', 'src/members/members.service.ts', 'typeorm'],
  ['typeorm', 'src/app.setup.ts', 'typeorm'],
  ['nestjs-typeorm', 'src/members/y.service.ts', '@nestjs/typeorm'],
  ['migrations-stand-alone', 'migrations/a.ts', 'src/packages/package-rules.ts'],
  ['migrations-stand-alone', 'migrations/b.ts', '@nestjs/common'],
  ['migrations-stand-alone', 'migrations/support/a.ts', 'src/common/clock.ts'],
  ['migrations-stand-alone', 'migrations/far.ts', 'migrations/support/a.ts'],
  ['migrations-are-handed-in', 'src/database/b.ts', 'migrations/all.ts'],
  ['migrations-are-handed-in', 'src/health/e.ts', 'migrations/support/schema-steps.ts'],
  ['adoption-shares-steps-only', 'src/adoption/b.ts', 'migrations/all.ts'],
  ['layer-adoption', 'src/adoption/a.ts', 'src/members/members.service.ts'],
  ['layer-backup', 'src/backup/a.ts', 'src/packages/package-rules.ts'],
  ['no-cycles', 'src/common/one.ts', 'src/common/two.ts'],
  ['no-unresolvable', 'src/common/b.ts', './nowhere.js'],
  ['no-undeclared-packages', 'src/common/c.ts', 'acorn'],
  ['no-dev-packages', 'src/common/d.ts', 'vitest'],
  ['no-tests', 'src/common/e.ts', 'test/support/api.ts'],
];

/** Imports that look like those above, and are in order. */
const ALLOWED: readonly (readonly [from: string, to: string])[] = [
  ['src/auth/c.ts', 'src/processes/shared-state.ts'],
  ['src/app.start.ts', 'src/processes/supervisor.ts'],
  ['src/sessions/f.ts', 'src/packages/packages.service.ts'],
  ['src/sessions/g.ts', 'src/packages/dto/package.dto.ts'],
  ['src/sessions/h.ts', 'src/packages/member-access.ts'],
  ['src/sessions/i.ts', 'src/audit/audited-work.ts'],
  ['src/php-api/c.ts', 'src/audit/refused-attempts.service.ts'],
  ['src/app.start.ts', 'src/php-api/script-url.ts'],
  ['src/members/b.repository.ts', 'typeorm'],
  ['src/members/b.module.ts', '@nestjs/typeorm'],
  ['src/verify/verify.service.ts', 'src/sessions/sessions.service.ts'],
  ['src/reports/b.ts', 'src/sessions/session-rules.ts'],
  ['src/studio/b.ts', 'src/packages/package-rules.ts'],
  ['dashboard/src/members/b.ts', 'dashboard/src/desk/new-member.ts'],
  ['dashboard/src/members/c.ts', 'dashboard/src/members/member-row.ts'],
  ['dashboard/src/queue/a.ts', 'dashboard/src/ui/dates.ts'],
  ['dashboard/src/ui/dates.ts', 'src/common/studio-day.ts'],
  ['ormconfig.ts', 'migrations/all.ts'],
  ['src/cli/b.ts', 'migrations/all.ts'],
  ['src/cli/c.ts', 'src/adoption/return-database.ts'],
  ['src/cli/d.ts', 'src/backup/new-file.ts'],
  ['src/backup/b.ts', 'src/adoption/grant-rules.ts'],
  ['src/adoption/c.ts', 'migrations/adoption/obstacles.ts'],
  ['migrations/c.ts', 'migrations/support/schema-steps.ts'],
];

describe('imports', () => {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  let found: string[] = [];

  beforeAll(() => {
    for (const file of ['.dependency-cruiser.cjs', 'package.json', 'tsconfig.json']) {
      cpSync(join(ROOT, file), join(folder, file));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    for (const [from, to] of [...REFUSED.map(([, ...pair]) => pair), ...ALLOWED]) {
      writeImport(folder, from, to);
    }
    writeImport(folder, 'src/common/two.ts', 'src/common/one.ts');
    writeImport(folder, 'ormconfig.ts', 'src/config/config.ts');
    found = violationsIn(folder);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it('follow the rules in the whole product', () => {
    expect(violationsIn(ROOT)).toEqual([]);
  });

  it('have a case here for every rule', () => {
    const load = createRequire(import.meta.url);
    const { forbidden } = load('../../.dependency-cruiser.cjs') as {
      forbidden: readonly { name: string }[];
    };
    const proven = new Set(REFUSED.map(([rule]) => rule));
    expect(forbidden.map(({ name }) => name).filter((name) => !proven.has(name))).toEqual([]);
  });

  it.each(REFUSED)('are refused by %s: %s → %s', (rule, from) => {
    expect(found.some((line) => line.startsWith(`${rule}: ${from} → `))).toBe(true);
  });

  it.each(ALLOWED)('are allowed: %s → %s', (from) => {
    expect(found.filter((line) => line.includes(`: ${from} → `))).toEqual([]);
  });
});

/** Adds an import to a file of the sample, and the file that it names where it is one of ours. */
function writeImport(folder: string, from: string, to: string): void {
  const isFile = /^(src|test|migrations|dashboard)\//.test(to);
  const up = '../'.repeat(from.split('/').length - 1) || './';
  const specifier = isFile ? `${up}${to.replace(/\.ts$/, '.js')}` : to;
  append(join(folder, from), `import '${specifier}';\n`);
  if (isFile) append(join(folder, to), '');
}

function append(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: 'a' });
}
