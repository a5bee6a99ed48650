import type { Person, Role } from '../common/actor.js';

/** Fields of `before` and `after` by which somebody can be reached. */
const CONTACT: ReadonlySet<string> = new Set(['email', 'phone']);
/** Fields of settings that admins alone see. */
const OF_ADMINS: ReadonlySet<string> = new Set(['replyTo']);
/** What is left out for whom. */
const LEFT_OUT: Readonly<Record<Role, ReadonlySet<string>>> = {
  admin: new Set(),
  staff: OF_ADMINS,
  coach: new Set([...CONTACT, ...OF_ADMINS]),
  member: new Set([...CONTACT, ...OF_ADMINS]),
};

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
 * The front desk looks into complaints and sees all of it, but for what admins alone set. For
 * others, contact data is left out of what was before and after, and where somebody sat is theirs
 * alone to know.
 */
export function disclosedTo(reader: Person, row: Telling): Disclosed {
  const { before, after, requestId, ip } = row;
  const leftOut = LEFT_OUT[reader.role];
  const mayTrace = reader.role === 'admin' || reader.role === 'staff' || row.actorId === reader.id;
  return {
    before: without(leftOut, before),
    after: without(leftOut, after),
    hidden: [...leftOut].filter((field) => valueOf(before, field) !== valueOf(after, field)),
    requestId: mayTrace ? requestId : null,
    ip: mayTrace ? ip : null,
  };
}

function without(fields: ReadonlySet<string>, state: unknown): unknown {
  if (!isFields(state)) return state;
  return Object.fromEntries(Object.entries(state).filter(([field]) => !fields.has(field)));
}

function valueOf(state: unknown, field: string): unknown {
  return isFields(state) ? (state[field] ?? null) : null;
}

function isFields(state: unknown): state is Readonly<Record<string, unknown>> {
  return typeof state === 'object' && state !== null;
}
