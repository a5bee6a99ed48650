import type { DeviceToken } from './device-token.entity.js';

export const DEFAULT_LIFE_DAYS = 365;
export const MAX_LIFE_DAYS = 730;
/** In characters. */
export const MAX_LABEL_LENGTH = 100;

/** What the activity log keeps of a token. */
export function loggedOf({ id, userId, label, expiresAt }: DeviceToken): object {
  return { id, userId, label, expiresAt: expiresAt.toISOString() };
}
