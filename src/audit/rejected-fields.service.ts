import { Injectable, Logger } from '@nestjs/common';
import { type FieldError, fieldError, type Problem, validationProblem } from '../common/problem.js';
import { ColumnLimits, type TextFault } from '../database/column-limits.js';
import { ValueRejected } from '../database/value-rejected.js';
import type { ApiRequest } from '../http/api-request.js';

/** Where a field of requests is kept under another name than its own. */
const KEPT_AS: Readonly<Record<string, readonly string[]>> = {
  reason: ['undoReason'],
  sessions: ['remaining', 'granted', 'booked', 'balanceAfter'],
  adjustment: ['remaining', 'booked', 'balanceAfter'],
};

/** What is never kept as it was sent, and must not be repeated in an answer. */
const SECRET = new Set(['password', 'code', 'token']);

/** Names the fields of a request whose values a column refused. */
@Injectable()
export class RejectedFields {
  private readonly logger = new Logger(RejectedFields.name);

  constructor(private readonly limits: ColumnLimits) {}

  /**
   * The problem with an error for each field that the database cannot hold; the problem itself
   * where it is another one, or the value is of no field. Never throws.
   */
  async explain(problem: Problem, request: Pick<ApiRequest, 'body'>): Promise<Problem> {
    if (!(problem instanceof ValueRejected)) return problem;
    const { table, refusal } = problem;
    // Not what was sent, but where: an operator may widen the column.
    this.logger.warn({ msg: 'a column cannot hold what was sent', table, ...refusal });
    if (table === undefined) return problem;
    try {
      const errors = await this.errorsOf(problem, table, fieldsOf(request.body));
      return errors.length > 0 ? validationProblem(errors) : problem;
    } catch (err) {
      this.logger.error({ msg: 'what the database cannot hold could not be found out', err });
      return problem;
    }
  }

  private async errorsOf(
    { refusal: { why, column } }: ValueRejected,
    table: string,
    fields: readonly Field[],
  ): Promise<FieldError[]> {
    const texts = fields.flatMap(({ name, value }) =>
      typeof value === 'string' ? [{ name, text: tidied(value), properties: keptAs(name) }] : [],
    );
    const faults = await this.limits.faultsOf(table, column, texts);
    const found = texts.flatMap(({ name }, n) => errorsAt(name, faults[n] ?? null));
    if (found.length > 0 || column === undefined) return found;
    // A number: the database says no more than its column.
    const property = this.limits.propertyOf(table, column) ?? column;
    const named = fields.filter(({ name }) => keptAs(name).includes(property));
    return named.map(({ name }) => fieldError('body', name, `${name} ${WHY[why]}.`));
  }
}

interface Field {
  readonly name: string;
  readonly value: unknown;
}

function fieldsOf(body: unknown): Field[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body)
    .filter(([name]) => !SECRET.has(name))
    .map(([name, value]) => ({ name, value: value as unknown }));
}

/** As names are stored; of other texts, accents that stand by themselves are not named. */
function tidied(value: string): string {
  return value.trim().normalize('NFC');
}

function keptAs(field: string): string[] {
  return [field, ...(KEPT_AS[field] ?? [])];
}

const WHY: Readonly<Record<ValueRejected['refusal']['why'], string>> = {
  letters: 'holds letters that this database cannot keep',
  length: 'is longer than this database can keep',
  range: 'is a number that this database cannot keep',
};

/** Letters and length are two faults, and each may be mended without the other. */
function errorsAt(field: string, fault: TextFault | null): FieldError[] {
  if (!fault) return [];
  const { letters, isTooLong, maxLength } = fault;
  const errors: FieldError[] = [];
  if (letters.length > 0) {
    const message = `${field} ${WHY.letters}: ${letters.join(' ')}`;
    errors.push({ ...fieldError('body', field, message), letters });
  }
  if (maxLength !== null) {
    const message = `${field} must have at most ${maxLength} characters in this database.`;
    errors.push({ ...fieldError('body', field, message), maxLength });
  } else if (isTooLong) {
    errors.push(fieldError('body', field, `${field} ${WHY.length}.`));
  }
  return errors;
}
