import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { catchError, type Observable, throwError } from 'rxjs';
import { Meter } from '../common/meter.js';
import { Problem } from '../common/problem.js';
import type { ProblemCode } from '../common/problem-codes.js';

/** Why somebody is not let in; the limit by IP address counts for itself. */
const REASONS = new Set<ProblemCode>([
  'sign_in_failed',
  'password_wrong',
  'account_not_active',
  'second_factor_needed',
  'second_factor_wrong',
  'code_wrong',
  'sign_in_busy',
  'too_many_attempts',
  'link_invalid',
  'set_up_code_wrong',
  'refresh_token_invalid',
  'refresh_token_reused',
]);

/**
 * Counts who is not let in at sign-in, by a link or at set-up, when one is renewed or confirmed;
 * and wrong first codes.
 */
@Injectable()
export class RefusedSignIns implements NestInterceptor {
  constructor(private readonly meter: Meter) {}

  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    const note = (error: unknown) => {
      if (error instanceof Problem && REASONS.has(error.code)) {
        noteRefusedSignIn(this.meter, error.code);
      }
      return throwError(() => error);
    };
    return next.handle().pipe(catchError(note));
  }
}

/** Counts one more for this reason. */
export function noteRefusedSignIn(meter: Meter, reason: ProblemCode): void {
  meter.tally('coach_sign_ins_refused_total', { reason }).add();
}
