import { type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { AddedRefusals } from '../audit/added-refusals.service.js';
import type { TokenKind } from '../audit/refusal-rules.js';
import { Problem } from '../common/problem.js';
import { acceptsTicket, accessOf } from '../http/access.js';
import { type ApiRequest, ipAddressOf } from '../http/api-request.js';
import { ChangedAccounts } from './changed-accounts.service.js';
import { networkOf } from './guess-rules.js';
import { limitedAs, type LimitedRequest, PersonLimits } from './person-limits.service.js';
import { kindOfRefused } from './refused-token-rules.js';
import { StreamTickets } from './stream-tickets.service.js';

/**
 * Who is it? Every route that is not public needs a valid bearer token; or a ticket, where the
 * route says that it takes one.
 */
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(
    private readonly reflector: Reflector,
    private readonly tickets: StreamTickets,
    private readonly limits: PersonLimits,
    private readonly refusals: AddedRefusals,
    private readonly changed: ChangedAccounts,
  ) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    if (accessOf(this.reflector, context) === 'public') return true;
    const request = context.switchToHttp().getRequest<LimitedRequest>();
    const opensStream = acceptsTicket(this.reflector, context);
    const ticket = opensStream ? ticketOf(request) : undefined;
    if (ticket !== undefined) {
      const access = await this.tickets.redeem(ticket);
      Object.assign(request, { access, user: access.person });
      return true;
    }
    // The strategy knows who it is before it asks the database. There is one for all apps of a
    // process, and each app has limits of its own.
    const kind = limitedAs(this.reflector, context);
    request.count = (userId, deviceTokenId) => this.limits.require(kind, userId, deviceTokenId);
    // It always answers with a promise; only its type is open to streams.
    const isIn = await (super.canActivate(context) as Promise<boolean>);
    if (request.access) this.changed.require(request.access);
    // A stream lasts longer than a request, and who is out would open another after each end.
    if (opensStream && request.access) await this.tickets.requireOpen(request.access);
    return isIn;
  }

  override handleRequest<Found>(
    error: unknown,
    found: Found | false,
    info: unknown,
    context: ExecutionContext,
  ): Found {
    if (found) return found;
    const kind = kindOfRefused(error, info);
    if (kind !== undefined) this.note(context.switchToHttp().getRequest(), kind);
    if (error instanceof Problem) throw error;
    if (error) throw error instanceof Error ? error : new Error('sign-in failed', { cause: error });
    if (info instanceof Error && info.name === 'TokenExpiredError') {
      throw new Problem('token_expired', 'The access token has expired. Refresh it.');
    }
    throw new Problem('not_signed_in', 'Sign in and send the access token as a bearer token.');
  }

  private note(request: ApiRequest, kind: TokenKind): void {
    this.refusals.token(request, kind, networkOf(ipAddressOf(request)));
  }
}

/** The ticket of a request that says in no other way who it is. */
function ticketOf({ headers, query }: ApiRequest): string | undefined {
  const { ticket } = (query ?? {}) as { ticket?: unknown };
  return headers.authorization === undefined && typeof ticket === 'string' ? ticket : undefined;
}
