import type { Figures } from '../common/metrics.js';
import type { AttemptCount, AttemptLimit, Counted, HourCounted, SetUpTry } from './shared-state.js';

/** What a worker asks the primary, which answers with the same number. */
export type Question =
  | { readonly of: 'attempt'; readonly key: string; readonly limit: AttemptLimit }
  | { readonly of: 'hour'; readonly counted: Counted }
  | { readonly of: 'set-up code'; readonly given: string }
  | { readonly of: 'waiting'; readonly reason: string }
  | { readonly of: 'figures' };

/** What the primary answers: to an attempt, to a code, to a count, to a wait, to figures. */
export type Answer = AttemptCount | SetUpTry | HourCounted | boolean | Figures;

/** What a worker says when it serves. */
export interface Serving {
  readonly port: number;
  /** How many connections the database allows; null where it does not say. */
  readonly connectionsAllowed: number | null;
  /** Whether there is no admin yet. */
  readonly needsSetUp: boolean;
}

/** From a worker to the primary. */
export type ToPrimary =
  | ({ readonly say: 'serving' } & Serving)
  | { readonly say: 'question'; readonly n: number; readonly question: Question }
  | {
      readonly say: 'place taken';
      readonly n: number;
      readonly owner: string;
      readonly places: number;
    }
  | { readonly say: 'place left'; readonly n: number }
  | { readonly say: 'reported'; readonly n: number; readonly figures: Figures };

/** From the primary to a worker. */
export type ToWorker =
  | { readonly say: 'answer'; readonly n: number; readonly answer: Answer }
  | { readonly say: 'give up place'; readonly n: number }
  /** Say what you have counted. */
  | { readonly say: 'report'; readonly n: number }
  /** Another process has taken over: end what is under way, and then yourself. */
  | { readonly say: 'retire' }
  /** All end: the port is closed after so long. Then end what is under way, and yourself. */
  | { readonly say: 'stop'; readonly graceMs: number }
  | { readonly say: 'port is closed' };
