import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { Clock } from './clock.js';
import { NoQueryInterceptor } from './no-query.interceptor.js';

/** Makes the clock injectable everywhere, and every route strict about its query. */
@Module({})
export class CommonModule {
  static of(clock: Clock): DynamicModule {
    return {
      module: CommonModule,
      global: true,
      providers: [
        { provide: Clock, useValue: clock },
        { provide: APP_INTERCEPTOR, useClass: NoQueryInterceptor },
      ],
      exports: [Clock],
    };
  }
}
