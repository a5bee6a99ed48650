import { ReconciliationRun } from '../packages/reconciliation-run.service.js';
import { VerifyService } from '../verify/verify.service.js';
import { GoneList } from './gone-list.js';
import { ProgressLine, verifyingText } from './progress-line.js';
import type { Terminal } from './terminal.js';
import { withExistingDatabase } from './with-app.js';

/** Proves that the books of the configured database add up. */
export async function verify(
  { bookExternal = false }: { bookExternal?: boolean },
  terminal: Terminal,
): Promise<boolean> {
  const line = new ProgressLine(terminal.screen);
  try {
    const report = await withExistingDatabase(terminal, async (app) => {
      if (bookExternal) await book(app.get(ReconciliationRun), terminal, line);
      return app.get(VerifyService).verify((progress) => {
        line.show(verifyingText(progress));
      });
    });
    line.clear();
    terminal.write(report.text);
    return report.holds;
  } finally {
    line.clear();
  }
}

async function book(run: ReconciliationRun, terminal: Terminal, line: ProgressLine): Promise<void> {
  const gone = new GoneList((text) => {
    line.clear();
    terminal.write(text);
  });
  const entries = await run.reconcileAll(
    (what) => {
      gone.add(what);
    },
    ({ step, at }) => {
      line.show(`Booking ${step}: package ${at}`);
    },
  );
  gone.end();
  line.clear();
  terminal.write(`Booked of other programs' changes: ${entries} entries\n`);
}
