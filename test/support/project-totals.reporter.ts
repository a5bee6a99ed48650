import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';
import { missingPrograms } from './programs.js';
import { shownOf } from './shown-pages.js';

/** Letters of what is said of one failure. */
const WHY_AT_MOST = 300;

interface Total {
  passed: number;
  failed: number;
  skipped: number;
  /** How long workers were busy with it; several are at the same time. */
  busyMs: number;
}

/**
 * Says at the end how many tests ran for each project, that is for each database, how long that
 * took, what failed, in a line each, and what was left out.
 */
export default class ProjectTotalsReporter implements Reporter {
  private isWhole = true;

  onInit(vitest: Vitest): void {
    this.isWhole = vitest.config.project.length === 0;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const totals = new Map<string, Total>();
    const all: Total = { passed: 0, failed: 0, skipped: 0, busyMs: 0 };
    for (const module of modules) {
      const { name } = module.project;
      const total = totals.get(name) ?? { passed: 0, failed: 0, skipped: 0, busyMs: 0 };
      totals.set(name, total);
      for (const sum of [total, all]) count(module, sum);
    }
    const lines = [...totals, ['together', all] as const].map(([name, total]) => {
      const { passed, failed, skipped, busyMs } = total;
      const seconds = `${(busyMs / 1000).toFixed(0).padStart(5)} s`;
      const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`;
      return `  ${name.padEnd(16)}${seconds}   ${counts}`;
    });
    const title = `Tests by project on Node ${process.version}, and how long workers were busy`;
    const table = `\n${title}\n${lines.join('\n')}\n`;
    process.stdout.write(table);
    const { TEST_TOTALS_FILE = '' } = process.env;
    if (TEST_TOTALS_FILE !== '') appendFileSync(TEST_TOTALS_FILE, table);
    sayWhatFailed(modules);
    this.sayWhatIsMissing();
  }

  private sayWhatIsMissing(): void {
    const { lines } = missingPrograms();
    if (!this.isWhole || lines.length === 0) return;
    process.stdout.write(`\nLEFT OUT of this run:\n${lines.map((line) => `  ${line}\n`).join('')}`);
  }
}

/** Once more behind all details, of which whoever reads a log may have only the end. */
function sayWhatFailed(modules: readonly TestModule[]): void {
  const tests = modules.flatMap((module) => [...module.children.allTests('failed')]);
  const files = modules.filter((module) => module.errors().length > 0);
  const lines = [
    ...files.map((module) => lineOf(module.project.name, module.relativeModuleId, module.errors())),
    ...tests.flatMap((test) => [
      lineOf(test.project.name, nameOf(test), test.result().errors ?? []),
      ...shownOf(test.meta()),
    ]),
  ];
  if (lines.length > 0) process.stdout.write(`\nFailed\n${lines.join('')}`);
}

function nameOf(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}

function lineOf(project: string, what: string, errors: readonly { message: string }[]): string {
  const [why = 'no reason given'] = errors.map(({ message }) => message.split('\n', 1)[0]);
  return `  ${project}: ${what}: ${why.slice(0, WHY_AT_MOST)}\n`;
}

function count(module: TestModule, total: Total): void {
  const { collectDuration, duration, prepareDuration, setupDuration } = module.diagnostic();
  total.busyMs += collectDuration + duration + prepareDuration + setupDuration;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    if (state !== 'pending') total[state] += 1;
  }
}
