import { Global, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { Connections } from './connections.service.js';
import { NoQueryInterceptor } from './no-query.interceptor.js';
import { RequestMeter } from './request-meter.service.js';
import { Stopping } from './stopping.js';

/** Makes every route strict about its query, counts requests, and knows who is connected. */
@Global()
@Module({
  providers: [
    Connections,
    RequestMeter,
    Stopping,
    { provide: APP_INTERCEPTOR, useClass: NoQueryInterceptor },
  ],
  exports: [Stopping],
})
export class HttpModule {}
