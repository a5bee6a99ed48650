import { type DbInstant, fromDb } from './instants.js';

/** To which e-mail address of somebody mail came back last, and when: as it is stored. */
export interface StoredBounce {
  readonly bouncedEmail: string | null;
  readonly bouncedAt: DbInstant | null;
}

export const NO_BOUNCE: StoredBounce = { bouncedEmail: null, bouncedAt: null };

/** Since when mail to this address comes back; null for one that it reaches, or may. */
export function bouncedAtOf(
  email: string | null,
  { bouncedEmail, bouncedAt }: StoredBounce,
): Date | null {
  if (email === null || bouncedAt === null) return null;
  return email.trim().toLowerCase() === bouncedEmail ? fromDb(bouncedAt) : null;
}
