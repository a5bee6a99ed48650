import { Injectable } from '@nestjs/common';
import { Passwords } from '../auth/passwords.service.js';
import { Clock } from '../common/clock.js';
import { Config } from '../config/config.js';
import { openBy } from '../config/reach.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { DemoPeopleRepository, type Occupants } from './demo-people.repository.js';
import { planDemo } from './demo-plan.js';
import { DemoPlayer } from './demo-player.service.js';

/** The password of everybody in the demo studio, published on purpose. */
export const DEMO_PASSWORD = 'training-day';

/** The demo studio and this database, or this way of running, do not go together. */
export class DemoRefused extends Error {}

/** A studio with half a year of history to try things out on: all of it is there, or nothing. */
@Injectable()
export class DemoStudio {
  /** Whether this process serves the demo studio: then its accounts may be told to everybody. */
  isServed = false;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly passwords: Passwords,
    private readonly people: DemoPeopleRepository,
    private readonly player: DemoPlayer,
  ) {}

  /**
   * Fills a database that holds nobody. True where it holds the demo studio afterwards, whether
   * from now or from an earlier start; false where it holds other people, who are left alone.
   */
  async fillIfEmpty(): Promise<boolean> {
    const found = await this.unitOfWork.read((tx) => this.people.occupants(tx));
    return (found === 'nobody' ? await this.fill() : found) !== 'others';
  }

  /**
   * Fills the database. Throws `DemoRefused` where others than this machine's people are served,
   * and where there is anybody already.
   */
  async fillOrRefuse(): Promise<void> {
    const open = openBy(this.config);
    if (open !== undefined) {
      throw new DemoRefused(`The demo studio has public passwords: never put it there (${open}).`);
    }
    const found = await this.unitOfWork.read((tx) => this.people.occupants(tx));
    if (found !== 'nobody' || (await this.fill()) !== 'nobody') {
      throw new DemoRefused('There are people in this database already. Nothing was changed.');
    }
  }

  /**
   * Throws `DemoRefused` where the database was filled with the demo, or anybody at its domain can
   * still sign in with the published password: `open` is the setting by which others would be
   * served.
   */
  async requireAbsent(open: string): Promise<void> {
    const [isMarked, hashes] = await this.unitOfWork.read(async (tx) =>
      Promise.all([this.people.isMarked(tx), this.people.exampleHashes(tx)]),
    );
    if (isMarked) {
      throw new DemoRefused(
        'This database holds the demo studio, whose passwords are public: it is served on this ' +
          `machine alone, and ${open} is for others. Set DATABASE_URL to another database.`,
      );
    }
    for (const hash of hashes) {
      if (await this.passwords.verify(DEMO_PASSWORD, hash)) await this.refuseAccounts(hash, open);
    }
  }

  private async refuseAccounts(hash: string, open: string): Promise<never> {
    const accounts = await this.unitOfWork.read((tx) => this.people.exampleAccounts(tx, hash));
    throw new DemoRefused(
      'Accounts of this database have the published password of the demo studio ' +
        `(${accounts.join(', ')} …), and ${open} serves others than this machine. Give each of ` +
        'them another password, or set DATABASE_URL to another database.',
    );
  }

  /** Fills the database if nobody is there by now, and says who was. */
  private async fill(): Promise<Occupants> {
    const passwordHash = await this.passwords.hash(DEMO_PASSWORD);
    const steps = planDemo(this.clock.now(), this.config.studioTimeZone);
    return this.unitOfWork.write(async (tx) => {
      const found = await this.people.occupants(tx);
      if (found === 'nobody') {
        await this.player.play(tx, steps, passwordHash);
        if (!(await this.people.isMarked(tx))) await this.people.mark(tx);
      }
      return { result: found };
    });
  }
}
