import { type DynamicModule, Module } from '@nestjs/common';
import { SharedState } from './shared-state.js';

/** Makes what all processes share injectable everywhere, as `SharedState`. */
@Module({})
export class ProcessesModule {
  static of(shared: SharedState): DynamicModule {
    return {
      module: ProcessesModule,
      global: true,
      providers: [{ provide: SharedState, useValue: shared }],
      exports: [SharedState],
    };
  }
}
