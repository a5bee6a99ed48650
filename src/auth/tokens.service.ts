import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Cleanup } from '../audit/cleanup.service.js';
import { roleOfUserType } from '../common/actor.js';
import { DAY_MS } from '../common/durations.js';
import { Config } from '../config/config.js';
import type { Tx } from '../database/tx.js';
import { ACCESS_TOKEN, type AccessTokenClaims, type DeviceTokenClaims } from './access-token.js';
import { RefreshToken } from './refresh-token.entity.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import type { User } from './user.entity.js';

/** What a person gets at sign-in. `expiresIn` is the access token's life in seconds. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresIn: number;
}

/** A refresh token in clear, and the sign-in that it belongs to. */
export interface UsedToken {
  readonly refreshToken: string;
  readonly family: string;
}

/** What sets the key of successors apart from everything else that is signed with the secret. */
const OF_SUCCESSORS = 'refresh token successors';

/**
 * Gives out access tokens (signed, short) and refresh tokens (kept as hashes). The first of a
 * sign-in is random; each successor is derived from the one before, so that whoever lost the
 * answer gets the same one again, and there never is a second.
 */
@Injectable()
export class Tokens {
  private readonly successorKey: Buffer;

  constructor(
    private readonly config: Config,
    private readonly jwt: JwtService,
    private readonly refreshTokens: RefreshTokensRepository,
    cleanup: Cleanup,
  ) {
    cleanup.register(RefreshToken);
    this.successorKey = createHmac('sha256', jwtKeyOf(config)).update(OF_SUCCESSORS).digest();
  }

  /** A pair of tokens for a sign-in. */
  async issue(tx: Tx, user: User, at: Date): Promise<TokenPair> {
    const refreshToken = randomBytes(32).toString('base64url');
    return this.add(tx, user, at, { refreshToken, family: randomUUID() });
  }

  /** The pair that follows a refresh token, which was just used. */
  async issueNext(tx: Tx, user: User, at: Date, used: UsedToken): Promise<TokenPair> {
    const refreshToken = this.successorOf(used.refreshToken);
    return this.add(tx, user, at, { refreshToken, family: used.family });
  }

  /** The pair that `issueNext` gave before, with an access token of now. */
  pairAgain(user: User, used: UsedToken): TokenPair {
    return this.pairOf(user, this.successorOf(used.refreshToken));
  }

  /** What the database keeps of the token that follows another one. */
  successorHashOf(refreshToken: string): string {
    return this.hashOf(this.successorOf(refreshToken));
  }

  private async add(tx: Tx, user: User, at: Date, next: UsedToken): Promise<TokenPair> {
    const { refreshToken, family } = next;
    const lifeMs = this.config.refreshTokenDays * DAY_MS;
    await this.refreshTokens.add(tx, {
      userId: user.id,
      family,
      tokenHash: this.hashOf(refreshToken),
      createdAt: at,
      expiresAt: new Date(at.getTime() + lifeMs),
    });
    return this.pairOf(user, refreshToken);
  }

  private pairOf(user: User, refreshToken: string): TokenPair {
    const expiresIn = this.config.accessTokenMinutes * 60;
    return { accessToken: this.sign(user, expiresIn), refreshToken, expiresIn };
  }

  private successorOf(refreshToken: string): string {
    return createHmac('sha256', this.successorKey).update(refreshToken).digest('base64url');
  }

  /** The access token of one device, good as long as its row in the database says so. */
  signForDevice(device: number, userId: number, expiresAt: Date): string {
    const claims: DeviceTokenClaims = { device, exp: Math.floor(expiresAt.getTime() / 1000) };
    return this.jwt.sign(claims, signOptionsFor(userId));
  }

  /** What the database keeps of a refresh token, so that a stolen copy of it opens nothing. */
  hashOf(refreshToken: string): string {
    return createHash('sha256').update(refreshToken).digest('hex');
  }

  private sign(user: User, expiresIn: number): string {
    const claims: AccessTokenClaims = { role: roleOfUserType(user.userTypeId) };
    return this.jwt.sign(claims, { ...signOptionsFor(user.id), expiresIn });
  }
}

/** The options by which every token of ours is signed. */
function signOptionsFor(userId: number) {
  return { ...ACCESS_TOKEN, subject: String(userId) };
}

/** The secret as a key object: verifying with a string costs a hundred times more per request. */
export function jwtKeyOf(config: Config): KeyObject {
  return createSecretKey(Buffer.from(config.jwtSecret, 'utf8'));
}
