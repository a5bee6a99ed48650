import type { TokenKind } from '../audit/refusal-rules.js';
import { Problem } from '../common/problem.js';

/** What the library says of a token; it has no other names for it. */
const SIGNATURE = new Set(['invalid signature', 'jwt signature is required']);
const ALGORITHM = 'invalid algorithm';
const CLAIMS = /^jwt (audience|issuer|not active)|^invalid (exp|nbf) value/;
const NOTHING_SENT = 'No auth token';

/** A token that we have signed and that lets nobody in: `not_signed_in`, and why. */
export class RefusedToken extends Problem {
  constructor(
    readonly kind: TokenKind,
    detail: string,
  ) {
    super('not_signed_in', detail);
  }
}

/**
 * What is wrong with a bearer token that is not let in; undefined where there is none, where it was
 * good until it expired, or where nobody has found out. `info` is what the library says.
 */
export function kindOfRefused(error: unknown, info: unknown): TokenKind | undefined {
  if (error instanceof RefusedToken) return error.kind;
  if (error || !(info instanceof Error) || info.message === NOTHING_SENT) return undefined;
  if (info.name === 'TokenExpiredError') return undefined;
  if (info.message === ALGORITHM) return 'algorithm';
  if (SIGNATURE.has(info.message)) return 'signature';
  return CLAIMS.test(info.message) ? 'claims' : 'unreadable';
}
