import { type DynamicModule, Module } from '@nestjs/common';
import { Meter } from './meter.js';

/** Makes the meter of this process injectable everywhere. */
@Module({})
export class MeterModule {
  static of(meter: Meter): DynamicModule {
    return {
      module: MeterModule,
      global: true,
      providers: [{ provide: Meter, useValue: meter }],
      exports: [Meter],
    };
  }
}
