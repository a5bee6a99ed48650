/** Something in a legacy database that a person must decide before we can take it over. */
export interface Obstacle {
  /** In plain words, with the number of rows. */
  readonly what: string;
  /** The ids of the first rows, in words. */
  readonly where: readonly string[];
  /** What to do about it. */
  readonly mend: string;
}
