import { Injectable, Logger } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Tasks } from '../jobs/tasks.service.js';
import { type NamedPerson, PersonNamesRepository } from './person-names.repository.js';

/** People that are folded in one transaction. */
const FOLDED_AT_ONCE = 500;
/** People that are looked at in one statement. */
const LOOKED_AT_ONCE = 2_000;
/** Ids are given in order, and what has them may be committed in another. */
const IDS_UNDER_WAY = 100;

/** A list would leave somebody out: PHP has added them meanwhile, or nobody was ever folded. */
class SomebodyIsMissing extends Error {}

/**
 * The names of all people as they are searched for and sorted. Ours are folded as they are
 * written; those that PHP writes by the next list, where the person is new, and within a minute
 * where the name has changed.
 */
@Injectable()
export class PersonNames {
  private readonly logger = new Logger(PersonNames.name);
  /** All people up to this id were seen to be folded; another process has another number. */
  private foldedUpTo = 0;
  private folding: Promise<void> | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly names: PersonNamesRepository,
    tasks: Tasks,
  ) {
    tasks.register({
      name: 'person-names',
      schedule: { everyMinutes: 1 },
      run: (isEnding) => this.followPhp(isEnding),
    });
  }

  /** Writes those of a new account, within its transaction. */
  add(tx: Tx, person: NamedPerson): void {
    this.names.add(tx, person);
  }

  /** Writes those of an account whose name or address has changed. */
  replace(tx: Tx, person: NamedPerson): void {
    this.names.replace(tx, person);
  }

  /** Has somebody found by another phone number, or by none. */
  replacePhone(tx: Tx, userId: number, phone: string | null): void {
    this.names.replacePhone(tx, userId, phone);
  }

  /**
   * Reads a list of people that leaves nobody out: the read calls `check` beside its own
   * statements, and is done again behind the folding of those that it found missing.
   */
  async whole<T>(read: (check: (tx: Tx) => Promise<void>) => Promise<T>): Promise<T> {
    try {
      return await read((tx) => this.check(tx));
    } catch (error) {
      if (!(error instanceof SomebodyIsMissing)) throw error;
    }
    await this.foldMissing();
    return read(() => Promise.resolve());
  }

  /** Folds what PHP has changed, and deletes what is left of whom it has deleted. */
  async followPhp(isEnding: () => boolean): Promise<void> {
    let above: number | undefined = 0;
    while (above !== undefined && !isEnding()) {
      const from: number = above;
      const step = await this.unitOfWork.read((tx) => this.names.look(tx, from, LOOKED_AT_ONCE));
      await this.fold(step.ids);
      above = step.lastId;
    }
    while (!isEnding()) {
      const gone = await this.unitOfWork.write(
        async (tx) => ({ result: await this.names.forgetGone(tx, FOLDED_AT_ONCE) }),
        { replayable: true },
      );
      if (gone < FOLDED_AT_ONCE) break;
    }
  }

  private async check(tx: Tx): Promise<void> {
    const { lastId, people } = await this.names.countUnfolded(tx, this.foldedUpTo);
    if (people > 0) throw new SomebodyIsMissing();
    this.foldedUpTo = Math.max(this.foldedUpTo, lastId - IDS_UNDER_WAY);
  }

  /** Of several lists that miss somebody at once, one folds. */
  private async foldMissing(): Promise<void> {
    this.folding ??= this.foldUnfolded().finally(() => (this.folding = undefined));
    await this.folding;
  }

  private async foldUnfolded(): Promise<void> {
    const above = this.foldedUpTo;
    try {
      for (;;) {
        const ids = await this.unitOfWork.read((tx) =>
          this.names.findUnfolded(tx, above, FOLDED_AT_ONCE),
        );
        await this.fold(ids);
        if (ids.length < FOLDED_AT_ONCE) return;
      }
    } catch (error) {
      // A list without the newest is better than none; one without anybody is not.
      if (above === 0) throw error;
      this.logger.warn({ msg: 'the names of new people could not be folded', err: error });
    }
  }

  private async fold(ids: readonly number[]): Promise<void> {
    for (let n = 0; n < ids.length; n += FOLDED_AT_ONCE) {
      await this.unitOfWork.write(
        async (tx) => {
          await this.names.fold(tx, ids.slice(n, n + FOLDED_AT_ONCE));
          return { result: undefined };
        },
        // Done twice, it comes to the same.
        { replayable: true },
      );
    }
  }
}
