import type { Person } from '../common/actor.js';

/** Fields of `before` and `after` by which somebody can be reached. */
const CONTACT: ReadonlySet<string> = new Set(['email']);

/** What of a row of the log tells about people. */
export interface Telling {
  readonly actorId: number | null;
  readonly before: unknown;
  readonly after: unknown;
  readonly requestId: string | null;
  readonly ip: string | null;
}

/** What a row says about people beyond what was done, as far as its reader may know it. */
export interface Disclosed {
  readonly before: unknown;
  readonly after: unknown;
  /** The fields that changed and whose values are left out. */
  readonly hidden: string[];
  readonly requestId: string | null;
  readonly ip: string | null;
}

/**
 * The front desk looks into complaints and sees all of it. For others, contact data is left out of
 * what was before and after, and where somebody sat is theirs alone to know.
 */
export function disclosedTo(reader: Person, row: Telling): Disclosed {
  const { before, after, requestId, ip } = row;
  if (reader.role === 'admin' || reader.role === 'staff') {
    return { before, after, hidden: [], requestId, ip };
  }
  const isOwn = row.actorId === reader.id;
  return {
    before: withoutContact(before),
    after: withoutContact(after),
    hidden: [...CONTACT].filter((field) => valueOf(before, field) !== valueOf(after, field)),
    requestId: isOwn ? requestId : null,
    ip: isOwn ? ip : null,
  };
}

function withoutContact(state: unknown): unknown {
  if (!isFields(state)) return state;
  return Object.fromEntries(Object.entries(state).filter(([field]) => !CONTACT.has(field)));
}

function valueOf(state: unknown, field: string): unknown {
  return isFields(state) ? (state[field] ?? null) : null;
}

function isFields(state: unknown): state is Readonly<Record<string, unknown>> {
  return typeof state === 'object' && state !== null;
}
