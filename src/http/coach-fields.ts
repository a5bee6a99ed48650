import { IdField, IdParam } from './fields.js';

/* The coach whose packages a request is about, for routes that substitutes may use. */

const EXAMPLE = 3;

/** A body field: the packages that are meant. */
export function OfCoachField(): PropertyDecorator {
  return IdField({
    optional: true,
    description:
      "The coach whose packages are meant; all of the member's without one. Coaches name " +
      'themselves, or one for whom they stand in.',
    example: EXAMPLE,
  });
}

/** A query parameter: the packages that are looked at. */
export function OfCoachParam(): PropertyDecorator {
  return IdParam({
    optional: true,
    description:
      'Only what is with this coach. Coaches name themselves, or one for whom they stand in.',
    example: EXAMPLE,
  });
}

export class OfCoachDto {
  @OfCoachParam()
  coachId?: number;
}
