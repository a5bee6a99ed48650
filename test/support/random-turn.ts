import type { TestPerson } from './api.js';
import type { Recorder } from './recorder.js';
import type { Chance } from './seed.js';
import type { Studios } from './studios.js';

export interface TownMember extends TestPerson {
  readonly packages: { readonly id: number; readonly coach: TestPerson }[];
  /** Usages that some client has seen; there may be more. */
  readonly usageIds: number[];
  readonly paymentIds: number[];
  readonly freezes: { readonly packageId: number; readonly id: number }[];
}

/** The people among whom the random operations happen. */
export interface Town {
  readonly coaches: readonly TestPerson[];
  readonly members: readonly TownMember[];
  readonly staff: TestPerson;
  readonly admin: TestPerson;
  /** An end that no package of the town has had yet. */
  readonly newEnd: () => string;
}

/** One random operation, as somebody who may do it or now and then as somebody who may not. */
export interface Turn {
  readonly studio: Studios;
  readonly town: Town;
  readonly dice: Chance;
  readonly recorder: Recorder;
  readonly member: TownMember;
  readonly caller: TestPerson;
}
