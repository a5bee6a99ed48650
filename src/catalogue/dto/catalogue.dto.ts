import { ApiProperty } from '@nestjs/swagger';
import type { RateType } from '../../config/config.js';
import { type Activation, ACTIVATIONS, SALE_TYPES } from '../catalogue-rules.js';

/** An item of the price list. */
export class CatalogueItemDto {
  /** @example 1 */
  id: number;

  /** @example 10 sessions */
  name: string;

  @ApiProperty({ enum: SALE_TYPES, example: 'package' })
  rateType: RateType;

  @ApiProperty({
    ...{ type: 'integer', nullable: true, example: 10 },
    description: 'Null for no limit, or where the studio does not count its type.',
  })
  sessions: number | null;

  @ApiProperty({
    ...{ type: 'integer', nullable: true, example: 90 },
    description: 'How many studio days it is valid, the first one included; null for no end.',
  })
  validDays: number | null;

  @ApiProperty({
    ...{ enum: ACTIVATIONS, example: 'purchase' },
    description: 'With which day its days begin: that of the sale, or of the first session used.',
  })
  activation: Activation;

  /**
   * In the smallest unit of its currency.
   * @example 45000
   */
  priceMinor: number;

  /**
   * By ISO 4217.
   * @example EUR
   */
  currency: string;

  @ApiProperty({
    ...{ type: 'integer', nullable: true, example: null },
    description: 'With whom alone it is sold; null for every coach.',
  })
  coachId: number | null;

  @ApiProperty({ type: 'string', nullable: true, example: null })
  coachName: string | null;

  /** Whether members may be offered it. */
  memberCanBuy: boolean;

  /**
   * Its place in the list, from 1.
   * @example 1
   */
  position: number;

  @ApiProperty({
    ...{ type: 'string', format: 'date-time', nullable: true, example: null },
    description: 'Since when it is offered no more; null where it is.',
  })
  archivedAt: string | null;

  /**
   * Raised by one with each change of it, its place apart.
   * @example 1
   */
  version: number;
}

export class CatalogueDto {
  data: CatalogueItemDto[];
}
