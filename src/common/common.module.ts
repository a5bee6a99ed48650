import { type DynamicModule, Module } from '@nestjs/common';
import { Clock } from './clock.js';

/** Makes the clock injectable everywhere. */
@Module({})
export class CommonModule {
  static of(clock: Clock): DynamicModule {
    return {
      module: CommonModule,
      global: true,
      providers: [{ provide: Clock, useValue: clock }],
      exports: [Clock],
    };
  }
}
