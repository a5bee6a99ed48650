import { IdParam, IntegerParam } from '../../http/fields.js';

export class OverviewQueryDto {
  @IdParam({
    optional: true,
    description:
      'The overview of this coach: the assigned members, and the packages with this coach. ' +
      'Coaches may name themselves only.',
    example: 3,
  })
  coachId?: number;

  @IntegerParam({
    optional: true,
    minimum: 1,
    maximum: 53,
    description: 'How many weeks of sessions, this one included; 12 without it.',
    example: 12,
  })
  weeks?: number;
}
