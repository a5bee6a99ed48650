/** A coach as lists of people show them. */
export class CoachDto {
  /** @example 3 */
  id: number;

  /** @example Ana */
  firstName: string;

  /** @example Silva */
  lastName: string;

  /** @example ana@example.com */
  email: string;
}
