import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { Observable } from 'rxjs';
import type { ApiRequest } from './api-request.js';
import { unknownField } from './input.pipe.js';
import { validationProblem } from '../common/problem.js';

/**
 * Refuses query parameters of API routes that read none: `?coachId=3` on a route that takes it in
 * the body would otherwise be dropped without a word.
 */
@Injectable()
export class NoQueryInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { query, url } = context.switchToHttp().getRequest<ApiRequest>();
    const names = Object.keys(query ?? {});
    if (names.length > 0 && url.startsWith('/api/') && !readsQuery(context)) {
      throw validationProblem(names.map((name) => unknownField('query', [name])));
    }
    return next.handle();
  }
}

function readsQuery(context: ExecutionContext): boolean {
  const name = context.getHandler().name;
  const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), name) as
    object | undefined;
  return Object.keys(parameters ?? {}).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
