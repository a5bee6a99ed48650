import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { accessOf } from '../http/access.js';
import { readPathId } from '../http/path-id.js';
import { Problem } from '../common/problem.js';
import { fieldsOf, memberFieldOf, readIdField } from '../http/request-fields.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { MemberAccess } from './member-access.js';
import {
  asksOwnership,
  isForSubstitutes,
  OwnershipQuestion,
  type QuestionedRequest,
} from './ownership.interceptor.js';

/**
 * Whose member? Checks every route with `:memberId`, or with a field declared by `@MemberField`,
 * against the reach that its access rule gives; or has it checked by a route with `@AsksOwnership`.
 */
@Injectable()
export class CoachOwnershipGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly unitOfWork: UnitOfWork,
    private readonly memberAccess: MemberAccess,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(this.reflector, context);
    const request = context.switchToHttp().getRequest<QuestionedRequest>();
    const { user, params } = request;
    const { memberId } = (params ?? {}) as { memberId?: string };
    const field = memberFieldOf(this.reflector, context);
    if (access === 'public' || (memberId === undefined && field === undefined)) return true;
    const reach = user && access?.[user.role];
    if (!reach) throw new Problem('forbidden', 'This is not open to you.');
    const id =
      field === undefined
        ? readPathId('memberId', memberId)
        : readIdField(fieldsOf(request), field.name);
    if (reach === 'all' && field?.mayBeNobody) return true;
    const mayStandIn = isForSubstitutes(this.reflector, context);
    const question = new OwnershipQuestion((tx) =>
      this.memberAccess.require(tx, user, reach, id, mayStandIn),
    );
    if (asksOwnership(this.reflector, context)) request.ownership = question;
    else await this.unitOfWork.read((tx) => question.require(tx));
    return true;
  }
}
