import { isCleanText, isReadableText } from '../http/fields.js';
import { fieldError, type Problem, validationProblem } from '../common/problem.js';
import { type Fields, readIdField, wholeNumberOf } from '../http/request-fields.js';
import { isStudioDay, type StudioDay } from '../common/studio-day.js';
import { MAX_ADJUSTMENT, MAX_REASON_LENGTH } from '../packages/package-rules.js';

/*
 * What the actions of the scripts take. Fields that nobody reads are ignored, as PHP did; numbers
 * may be text. Every reader throws `validation_failed` that names the field.
 */

export function readMember(fields: Fields): number {
  return readIdField(fields, 'member_id');
}

/** A member and a coach, as the member's app names them when it only asks. */
export function readUserAndCoach(fields: Fields): { memberId: number; coachId: number } {
  return { memberId: readIdField(fields, 'user_id'), coachId: readIdField(fields, 'coach_id') };
}

export function readMemberAndCoach(fields: Fields): { memberId: number; coachId: number } {
  return { memberId: readMember(fields), coachId: readIdField(fields, 'coach_id') };
}

export function readUndo(fields: Fields): { memberId: number; usageId: number } {
  return { memberId: readMember(fields), usageId: readIdField(fields, 'usage_id') };
}

export function readAdjustment(fields: Fields): {
  memberId: number;
  coachId?: number;
  adjustment: number;
  reason: string;
} {
  const memberId = readMember(fields);
  const adjustment = wholeNumberOf(fields.adjustment) ?? 0;
  if (adjustment === 0) {
    throw invalid('adjustment', 'adjustment must be a whole number, and not 0.');
  }
  if (Math.abs(adjustment) > MAX_ADJUSTMENT) {
    const range = `from -${MAX_ADJUSTMENT} to ${MAX_ADJUSTMENT}`;
    // The number is there, so the field is not missing.
    throw invalid('', `adjustment must be a whole number ${range}.`);
  }
  const reason = readReason(fields, 'Manual adjustment by coach');
  return { memberId, ...readOptionalCoach(fields), adjustment, reason };
}

/** What PHP takes for nothing names no coach; anything else must be one. */
function readOptionalCoach(fields: Fields): { coachId?: number } {
  const { coach_id: named = '' } = fields;
  const isNone = named === '' || named === 0 || named === '0' || named === false;
  return isNone ? {} : { coachId: readIdField(fields, 'coach_id') };
}

export function readUsage(fields: Fields): {
  memberId: number;
  coachId: number;
  usageDate?: StudioDay;
  reason: string;
} {
  const pair = readMemberAndCoach(fields);
  const reason = readReason(fields, 'Manual session usage by coach');
  const { usage_date: day = '' } = fields;
  if (day === '') return { ...pair, reason };
  if (isStudioDay(day)) return { ...pair, reason, usageDate: day };
  throw invalid('usage_date', 'usage_date must be a calendar date, YYYY-MM-DD.');
}

function readReason({ reason = '' }: Fields, fallback: string): string {
  const text = typeof reason === 'number' ? String(reason) : reason;
  const isText = typeof text === 'string' && isCleanText(text) && isReadableText(text.trim());
  if (isText && text.length <= MAX_REASON_LENGTH) {
    return text.trim() || fallback;
  }
  throw invalid('reason', `reason must be plain text of at most ${MAX_REASON_LENGTH} characters.`);
}

function invalid(field: string, message: string): Problem {
  return validationProblem([fieldError('body', field, message)]);
}
