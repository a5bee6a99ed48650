import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { FlagField, ReasonCodeField } from '../../http/fields.js';
import { NameField } from '../../http/person-fields.js';
import { MAX_REASON_TEXT_LENGTH, MAX_REASONS } from '../reason-rules.js';

const CODE = 'What is kept of it, and never changes; clients never show it.';
const ARCHIVED = 'Offered no more, and refused; what was given earlier keeps its text.';

/** Why something is changed, in the words of the studio. */
export class ReasonDto {
  /**
   * What is kept of it, and never changes.
   * @example goodwill
   */
  code: string;

  /** @example Goodwill */
  en: string;

  /** @example Kulanz */
  de: string;

  /**
   * Offered no more, and refused; what was given earlier keeps its text.
   * @example false
   */
  isArchived: boolean;
}

export class ChangedReasonDto {
  @ReasonCodeField({ description: CODE })
  code: string;

  @NameField({ maxLength: MAX_REASON_TEXT_LENGTH, description: 'In English.', example: 'Goodwill' })
  en: string;

  @NameField({ maxLength: MAX_REASON_TEXT_LENGTH, description: 'In German.', example: 'Kulanz' })
  de: string;

  @FlagField({ optional: true, description: ARCHIVED, example: false })
  isArchived?: boolean;
}

/** All reasons of a studio, in a request. */
export function ReasonsField(description: string): PropertyDecorator {
  const message = `$property must be a list of at most ${MAX_REASONS} reasons.`;
  return applyDecorators(
    ApiPropertyOptional({ type: [ChangedReasonDto], maxItems: MAX_REASONS, description }),
    ValidateIf((_, value) => value !== undefined),
    ValidateBy({ name: 'isList', validator: { validate: isListOfObjects } }, { message }),
    ValidateNested({ each: true, message }),
    Type(() => ChangedReasonDto),
  );
}

/** A list in the list would otherwise pass as a reason. */
function isListOfObjects(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > MAX_REASONS) return false;
  return value.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one));
}
