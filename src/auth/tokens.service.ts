import { createHash, createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
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

/** Gives out access tokens (signed, short) and refresh tokens (random, kept as hashes). */
@Injectable()
export class Tokens {
  constructor(
    private readonly config: Config,
    private readonly jwt: JwtService,
    private readonly refreshTokens: RefreshTokensRepository,
    cleanup: Cleanup,
  ) {
    cleanup.register(RefreshToken);
  }

  /** A pair of tokens; without a family it starts a new one, that is a sign-in. */
  async issue(tx: Tx, user: User, at: Date, family: string = randomUUID()): Promise<TokenPair> {
    const refreshToken = randomBytes(32).toString('base64url');
    const lifeMs = this.config.refreshTokenDays * DAY_MS;
    await this.refreshTokens.add(tx, {
      userId: user.id,
      family,
      tokenHash: this.hashOf(refreshToken),
      createdAt: at,
      expiresAt: new Date(at.getTime() + lifeMs),
    });
    const expiresIn = this.config.accessTokenMinutes * 60;
    return { accessToken: this.sign(user, expiresIn), refreshToken, expiresIn };
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
