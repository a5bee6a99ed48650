import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MIGRATIONS } from '../../migrations/all.js';
import { Config } from '../config/config.js';
import { dialectOf } from './dialects/dialect-of.js';
import { DIALECT } from './dialects/dialect.token.js';
import type { Dialect } from './dialects/dialect.js';
import { SchemaState } from './schema-state.js';
import { UnitOfWork } from './unit-of-work.js';

/** No statement of the running product may take longer. */
const STATEMENT_TIMEOUT_MS = 5_000;

@Module({
  providers: [
    { provide: DIALECT, inject: [Config], useFactory: (c: Config) => dialectOf(c.database) },
  ],
  exports: [DIALECT],
})
class DialectModule {}

/** Opens the configured database and offers the one door to it. */
@Global()
@Module({
  imports: [
    DialectModule,
    TypeOrmModule.forRootAsync({
      imports: [DialectModule],
      inject: [DIALECT],
      useFactory: (dialect: Dialect) => ({
        ...dialect.options({ statementTimeoutMs: STATEMENT_TIMEOUT_MS }),
        migrations: MIGRATIONS,
        autoLoadEntities: true,
        toRetry: () => false,
        // The default one prints slow statements with their values, which may be secrets.
        logger: 'debug',
      }),
    }),
  ],
  providers: [UnitOfWork, SchemaState],
  exports: [UnitOfWork, SchemaState],
})
export class DatabaseModule {}
