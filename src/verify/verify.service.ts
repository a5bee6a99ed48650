import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Checkpoint } from './checkpoint-rules.js';
import { membersPass, suspectsPass } from './day-passes.js';
import { approvalPass } from './approval-pass.js';
import { ApprovalsRepository } from './approvals.repository.js';
import { Findings } from './findings.js';
import { missingPass, withoutPackagePass } from './gone-passes.js';
import { FirstIds } from './first-ids.js';
import { freezesPass } from './freeze-passes.js';
import { FrozenRepository } from './frozen.repository.js';
import { gapsPass } from './gap-passes.js';
import { doublesPass, noteTakenOver, uncountedPass } from './note-passes.js';
import { moneyPass, numbersPass } from './money-passes.js';
import { MoneyRepository } from './money.repository.js';
import { owedPass } from './owed-pass.js';
import { OwedRepository } from './owed.repository.js';
import { packagesPass } from './packages-pass.js';
import { Passes, type Watch } from './passes.js';
import { RecordsRepository } from './records.repository.js';
import { recordsPass } from './record-passes.js';
import { OddRows } from './rows-pass.js';
import { sealingPass, sealsPass } from './seal-passes.js';
import { SealsRepository } from './seals.repository.js';
import { transfersPass } from './transfer-passes.js';
import { TransferSumsRepository } from './transfers.repository.js';
import { VerifyRepository } from './verify.repository.js';
import { reportOf, type VerifyReport } from './verify-report.js';
import { ROW_CHECKS } from './view-rows-sql.js';

export type { Progress } from './passes.js';
export type { VerifyReport } from './verify-report.js';

/** Proves on a database that what must always hold does hold, and names every row where not. */
@Injectable()
export class VerifyService {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly rows: VerifyRepository,
    private readonly records: RecordsRepository,
    private readonly seals: SealsRepository,
    private readonly money: MoneyRepository,
    private readonly transfers: TransferSumsRepository,
    private readonly owed: OwedRepository,
    private readonly frozen: FrozenRepository,
    private readonly approvals: ApprovalsRepository,
  ) {}

  /**
   * Checks all laws, however long it takes; others may go on writing. Whatever must agree, such as
   * a package with its history and its activities, is read as of one moment. With a checkpoint the
   * log is compared with its seals, and what is new of it is sealed.
   */
  async verify(watch: Watch = () => undefined, checkpoint?: Checkpoint): Promise<VerifyReport> {
    const { rows } = this;
    const found = new Findings();
    const passes = new Passes(this.unitOfWork, watch);
    const at = this.clock.now();
    const later = {
      memberIds: new Set<number>(),
      doubledIds: new Set<number>(),
      takenOver: new FirstIds(),
    };
    await passes.run(packagesPass(rows, found, later, at));
    await passes.run(membersPass(rows, found, later.memberIds));
    await passes.run(suspectsPass(rows, found, later.memberIds));
    await passes.run(missingPass(rows, found));
    await passes.run(withoutPackagePass(rows, found));
    const odd = new OddRows(ROW_CHECKS);
    for (const pass of odd.passes(rows)) await passes.run(pass);
    odd.report(found);
    await passes.run(recordsPass(this.records, found));
    const lastPackage = (tx: Tx) => rows.lastId(tx, 'packages');
    await passes.run(moneyPass(this.money, found, lastPackage));
    await passes.run(transfersPass(this.transfers, found, lastPackage));
    await passes.run(numbersPass(this.money, found));
    await passes.run(owedPass(this.owed, found));
    await passes.run(approvalPass(this.approvals, found));
    await passes.run(freezesPass(this.frozen, found, lastPackage));
    await passes.run(doublesPass(rows, found, later.doubledIds));
    if (!this.config.knowsWhatCounts) {
      await passes.run(uncountedPass(rows, found, at));
    }
    noteTakenOver(found, later.takenOver);
    await passes.run(gapsPass(rows, found));
    if (checkpoint) {
      const now = { at, addressDays: this.config.activityAddressDays };
      await passes.run(sealsPass(this.seals, found, checkpoint, now));
      await passes.run(sealingPass(this.seals, checkpoint, at));
    }
    return reportOf(found);
  }
}
