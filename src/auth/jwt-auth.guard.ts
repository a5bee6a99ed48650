import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { Observable } from 'rxjs';
import { Problem } from '../common/problem.js';
import { accessOf } from '../common/access.js';

/** Who is it? Every route that is not public needs a valid bearer token. */
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override canActivate(
    context: ExecutionContext,
  ): boolean | Promise<boolean> | Observable<boolean> {
    return accessOf(this.reflector, context) === 'public' || super.canActivate(context);
  }

  override handleRequest<Found>(error: unknown, found: Found | false, info: unknown): Found {
    if (found) return found;
    if (error instanceof Problem) throw error;
    if (error) throw error instanceof Error ? error : new Error('sign-in failed', { cause: error });
    if (info instanceof Error && info.name === 'TokenExpiredError') {
      throw new Problem('token_expired', 'The access token has expired. Refresh it.');
    }
    throw new Problem('not_signed_in', 'Sign in and send the access token as a bearer token.');
  }
}
