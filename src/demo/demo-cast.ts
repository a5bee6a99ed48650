import type { Person } from '../common/actor.js';
import type { EmployeeKey } from './demo-people.js';
import type { DemoItem } from './demo-prices.js';
import type { Sale, Session } from './demo-steps.js';

/** What the database gave to the things of the story so far. */
class Known<Thing, Found> {
  private readonly found = new Map<Thing, Found>();

  constructor(private readonly name: string) {}

  /** Remembers what the database gave to a thing. */
  add(thing: Thing, found: Found): void {
    this.found.set(thing, found);
  }

  /** What it gave. Throws where the plan is ahead of itself: that is a defect of the plan. */
  get(thing: Thing): Found {
    const found = this.found.get(thing);
    if (found === undefined) throw new Error(`the demo plan uses a ${this.name} that is not there`);
    return found;
  }
}

/** Who plays the story in one run: people and rows with the ids that the database gave them. */
export class DemoCast {
  readonly employees = new Known<EmployeeKey, Person>('person');
  readonly members = new Known<number, Person>('member');
  readonly itemIds = new Known<DemoItem, number>('item of the price list');
  readonly packageIds = new Known<Sale, number>('package');
  readonly usageIds = new Known<Session, number>('usage');

  constructor(readonly passwordHash: string) {}
}
