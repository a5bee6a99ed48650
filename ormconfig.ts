import 'reflect-metadata';
import { MIGRATIONS } from './migrations/all.js';
import { lookBeforeMigrating } from './src/adoption/before-migrating.js';
import { Clock } from './src/common/clock.js';
import { loadConfig } from './src/config/environment.js';
import { operatorDataSourceOptions } from './src/database/data-source-options.js';
import { ProductDataSource } from './src/database/product-data-source.js';

const config = loadConfig();

/** What TypeORM's own command line works on: `npx typeorm … -d dist/ormconfig.js`. */
export default new ProductDataSource(
  { ...operatorDataSourceOptions(config), migrations: MIGRATIONS },
  (dataSource) => lookBeforeMigrating(dataSource, config, new Clock().now()),
);
