import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DataSource, DataSourceOptions } from 'typeorm';
import { Config } from '../config/config.js';
import { ClockDrift } from './clock-drift.js';
import { ColumnLimits } from './column-limits.js';
import { ConnectionLimit } from './connection-limit.service.js';
import type { Migrations } from './data-source-options.js';
import { dialectOf } from './dialects/dialect-of.js';
import { DIALECT } from './dialects/dialect.token.js';
import type { Dialect } from './dialects/dialect.js';
import { Outage } from './outage.js';
import { PhpAccounts } from './php-accounts.js';
import { Probe } from './probe.js';
import { ProductDataSource } from './product-data-source.js';
import { SchemaState } from './schema-state.js';
import { UnitOfWork } from './unit-of-work.js';

@Module({
  providers: [
    {
      provide: DIALECT,
      inject: [Config],
      useFactory: (config: Config) => dialectOf(config.database, config),
    },
  ],
  exports: [DIALECT],
})
class DialectModule {}

/** Opens the configured database and offers the only access to it. */
@Global()
@Module({})
export class DatabaseModule {
  static of(migrations: Migrations): DynamicModule {
    return {
      module: DatabaseModule,
      imports: [DialectModule, connectionWith(migrations)],
      providers: [
        ClockDrift,
        ColumnLimits,
        ConnectionLimit,
        Outage,
        UnitOfWork,
        Probe,
        SchemaState,
        PhpAccounts,
      ],
      exports: [
        ...[ClockDrift, ColumnLimits, ConnectionLimit, Outage, UnitOfWork, Probe],
        ...[SchemaState, PhpAccounts],
      ],
    };
  }
}

function connectionWith(migrations: Migrations): DynamicModule {
  return TypeOrmModule.forRootAsync({
    imports: [DialectModule],
    inject: [DIALECT],
    useFactory: (dialect: Dialect) => ({
      ...dialect.options(),
      migrations,
      autoLoadEntities: true,
      toRetry: () => false,
      // The default one prints slow statements with their values, which may be secrets.
      logger: 'debug',
    }),
    dataSourceFactory: dataSourceOf,
  });
}

async function dataSourceOf(options?: DataSourceOptions): Promise<DataSource> {
  if (!options) throw new Error('the database has no options');
  return Promise.resolve(new ProductDataSource(options));
}
