/* Limits that every module shares. Those of packages and sessions stand with their rules. */

/** The largest id and version: the 32-bit keys of the legacy tables. */
export const MAX_ID = 2_147_483_647;
/** The longest e-mail address, in characters: what a unique key of the legacy table can hold. */
export const MAX_EMAIL_LENGTH = 191;
/** The longest first or last name that people may enter, in characters. */
export const MAX_NAME_LENGTH = 100;
/** The longest note about somebody, in characters. */
export const MAX_NOTE_LENGTH = 500;
/** The longest text to search for, in characters. */
export const MAX_SEARCH_LENGTH = 100;

/** For how many days single jobs that were given up can be looked up, and tried again. */
export const DEAD_JOBS_KEPT_DAYS = 90;

/**
 * Ids that a restore leaves out: more than are given out between two backups. What somebody was
 * told after the copy (a usage to undo, a token) must never mean something else than it did then.
 */
export const IDS_SKIPPED = 1_000_000;
