import { Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { Connections } from './connections.service.js';
import { NoQueryInterceptor } from './no-query.interceptor.js';

/** Makes every route strict about its query, and knows who is connected. */
@Module({
  providers: [Connections, { provide: APP_INTERCEPTOR, useClass: NoQueryInterceptor }],
})
export class HttpModule {}
