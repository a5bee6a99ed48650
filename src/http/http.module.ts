import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { Connections } from './connections.service.js';
import { NoQueryInterceptor } from './no-query.interceptor.js';
import { RequestMeter } from './request-meter.service.js';
import { Stopping } from './stopping.js';
import { WaitingGuard } from './waiting.guard.js';
import { Waiting } from './waiting.js';

/** Makes every route strict about its query, counts requests, and knows who is connected. */
@Global()
@Module({
  providers: [
    Connections,
    RequestMeter,
    Stopping,
    Waiting,
    { provide: APP_GUARD, useClass: WaitingGuard },
    { provide: APP_INTERCEPTOR, useClass: NoQueryInterceptor },
  ],
  exports: [Stopping, Waiting],
})
export class HttpModule {}
