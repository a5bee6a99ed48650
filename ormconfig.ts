import 'reflect-metadata';
import { MIGRATIONS } from './migrations/all.js';
import { requireAnswer } from './src/adoption/counting-question.js';
import { Clock } from './src/common/clock.js';
import { loadConfig } from './src/config/environment.js';
import { operatorDataSourceOptions } from './src/database/data-source-options.js';
import { ProductDataSource } from './src/database/product-data-source.js';

const config = loadConfig();

/** What TypeORM's command line works on: `npm run migration:run | show`. */
export default new ProductDataSource(
  { ...operatorDataSourceOptions(config), migrations: MIGRATIONS },
  (dataSource) => requireAnswer(dataSource, config, new Clock().now()),
);
