import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { ApiRequest } from '../http/api-request.js';
import { type Fields, fieldsOf } from '../http/request-fields.js';
import { arrivalOf } from './script-url.js';

/** What a reader makes of query and body. */
export const Input = (read: (fields: Fields) => unknown): ParameterDecorator =>
  createParamDecorator((_: unknown, context: ExecutionContext) =>
    read(fieldsOf(context.switchToHttp().getRequest<ApiRequest>())),
  )();

/** The method of the request as it arrived, before its URL was translated. */
export const CalledBy = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { raw, method } = context.switchToHttp().getRequest<ApiRequest>();
  return arrivalOf(raw)?.method ?? method;
});
