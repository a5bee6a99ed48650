import { ReconciliationRun } from '../packages/reconciliation-run.service.js';
import type { Checkpoint } from '../verify/checkpoint-rules.js';
import { type VerifyReport, VerifyService } from '../verify/verify.service.js';
import { openCheckpoint, writeCheckpoint } from './checkpoint-file.js';
import { GoneList } from './gone-list.js';
import { ProgressLine, verifyingText } from './progress-line.js';
import type { Terminal } from './terminal.js';
import { withExistingDatabase } from './with-app.js';

/** Proves that the books of the configured database add up. */
export async function verify(
  { bookExternal = false, checkpoint: path }: { bookExternal?: boolean; checkpoint?: string },
  terminal: Terminal,
): Promise<boolean> {
  const checkpoint = path === undefined ? undefined : await openCheckpoint(path);
  const line = new ProgressLine(terminal.screen);
  try {
    const report = await withExistingDatabase(terminal, async (app) => {
      if (bookExternal) await book(app.get(ReconciliationRun), terminal, line);
      return app.get(VerifyService).verify((progress) => {
        line.show(verifyingText(progress));
      }, checkpoint);
    });
    line.clear();
    terminal.write(report.text);
    if (path !== undefined && checkpoint) await keep(path, checkpoint, report, terminal);
    return report.holds;
  } finally {
    line.clear();
  }
}

/** A broken seal stays what it is until somebody has looked at it; nothing is written over it. */
async function keep(
  path: string,
  checkpoint: Checkpoint,
  { hasBrokenSeals }: VerifyReport,
  terminal: Terminal,
): Promise<void> {
  if (hasBrokenSeals) {
    terminal.write(`Checkpoint: ${path} stays as it is, because the log is not as it was sealed\n`);
    return;
  }
  await writeCheckpoint(path, checkpoint);
  const { newest, count } = checkpoint;
  const until = newest ? `up to activity ${newest.to}, ${newest.chain}` : 'of no activity yet';
  terminal.write(`Checkpoint: ${count} seals ${until}\n`);
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
