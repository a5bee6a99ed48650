import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end how many tests ran for each project, that is for each database. */
export default class ProjectTotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const totals = new Map<string, { passed: number; failed: number; skipped: number }>();
    for (const module of modules) {
      const total = totals.get(module.project.name) ?? { passed: 0, failed: 0, skipped: 0 };
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state !== 'pending') total[state] += 1;
      }
      totals.set(module.project.name, total);
    }
    const lines = [...totals].map(([name, total]) => {
      const { passed, failed, skipped } = total;
      return `  ${name.padEnd(14)} ${passed} passed, ${failed} failed, ${skipped} skipped`;
    });
    const sum = (key: 'passed' | 'failed' | 'skipped') =>
      [...totals.values()].reduce((count, total) => count + total[key], 0);
    const all = `${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
    process.stdout.write(`\nTests by project\n${lines.join('\n')}\n${all}\n`);
  }
}
