import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Tasks } from '../jobs/tasks.service.js';
import { type NamedPerson, PersonNamesRepository } from './person-names.repository.js';

/** People that are folded in one transaction. */
const FOLDED_AT_ONCE = 500;
/** People that are looked at in one statement. */
const LOOKED_AT_ONCE = 2_000;

/**
 * The names of all people as they are searched for and sorted. Ours are folded as they are
 * written; those that PHP writes within a minute.
 */
@Injectable()
export class PersonNames {
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
      const gone = await this.unitOfWork.write(async (tx) => {
        return { result: await this.names.forgetGone(tx, FOLDED_AT_ONCE) };
      });
      if (gone < FOLDED_AT_ONCE) break;
    }
  }

  private async fold(ids: readonly number[]): Promise<void> {
    for (let n = 0; n < ids.length; n += FOLDED_AT_ONCE) {
      await this.unitOfWork.write(async (tx) => {
        await this.names.fold(tx, ids.slice(n, n + FOLDED_AT_ONCE));
        return { result: undefined };
      });
    }
  }
}
