import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Access, ApiRequest } from '../http/api-request.js';
import { demandsSecondFactor } from './second-factor-rules.js';
import { SignInsRepository } from './sign-ins.repository.js';

const ON_THE_WAY_IN = 'onTheWayIn';

const DEMANDED = 'This studio demands a second factor of you. Turn it on, or sign in with it.';

/**
 * A route that answers, of one's own, also to a sign-in without the second factor that is demanded:
 * one that is needed to turn it on.
 */
export const OnTheWayIn = (): MethodDecorator => SetMetadata(ON_THE_WAY_IN, true);

/**
 * Was a code given, where `SECOND_FACTOR=required` demands one? Asked of sign-ins alone: device
 * tokens are made by somebody who has given one.
 */
@Injectable()
export class SecondFactorGuard implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly reflector: Reflector,
    private readonly unitOfWork: UnitOfWork,
    private readonly signIns: SignInsRepository,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const { access } = request;
    // Public routes have none.
    if (!access || !this.isDemanded(access)) return true;
    if (this.isOnTheWayIn(context) && namesNobodyElse(request, access)) return true;
    if (await this.hasIt(access)) return true;
    throw new Problem('second_factor_demanded', DEMANDED);
  }

  private isDemanded({ person, deviceTokenId }: Access): boolean {
    return deviceTokenId === null && demandsSecondFactor(this.config, person);
  }

  private isOnTheWayIn(context: ExecutionContext): boolean {
    return this.reflector.get<true | undefined>(ON_THE_WAY_IN, context.getHandler()) ?? false;
  }

  /** A token from before the code was given says nothing of it, for minutes; its sign-in does. */
  private async hasIt({ hasSecondFactor, signInId }: Access): Promise<boolean> {
    if (hasSecondFactor ?? false) return true;
    if (signInId === null) return false;
    return this.unitOfWork.read((tx) => this.signIns.hasSecondFactor(tx, signInId));
  }
}

function namesNobodyElse({ query }: ApiRequest, { person }: Access): boolean {
  const { userId } = (query ?? {}) as { userId?: unknown };
  return userId === undefined || userId === String(person.id);
}
