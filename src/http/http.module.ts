import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { NoQueryInterceptor } from './no-query.interceptor.js';

/** Makes every route strict about its query. */
@Module({ providers: [{ provide: APP_INTERCEPTOR, useClass: NoQueryInterceptor }] })
export class HttpModule {}
