import 'reflect-metadata';
import { MIGRATIONS } from './migrations/all.js';
import { loadConfig } from './src/config/environment.js';
import { operatorDataSourceOptions } from './src/database/data-source-options.js';
import { ProductDataSource } from './src/database/product-data-source.js';

/** What TypeORM's command line works on: `npm run migration:run | show`. */
export default new ProductDataSource({
  ...operatorDataSourceOptions(loadConfig()),
  migrations: MIGRATIONS,
});
