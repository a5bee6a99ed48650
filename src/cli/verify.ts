import { ReconciliationRun } from '../packages/reconciliation-run.service.js';
import { VerifyService } from '../verify/verify.service.js';
import { GoneList } from './gone-list.js';
import type { Terminal } from './terminal.js';
import { withExistingDatabase } from './with-app.js';

/** Proves that the books of the configured database add up. */
export async function verify(
  { bookExternal = false }: { bookExternal?: boolean },
  terminal: Terminal,
): Promise<boolean> {
  const report = await withExistingDatabase(terminal, async (app) => {
    if (bookExternal) {
      const gone = new GoneList((text) => {
        terminal.write(text);
      });
      const entries = await app.get(ReconciliationRun).reconcileAll((what) => {
        gone.add(what);
      });
      gone.end();
      terminal.write(`Booked of other programs' changes: ${entries} entries\n`);
    }
    return app.get(VerifyService).verify();
  });
  terminal.write(report.text);
  return report.holds;
}
