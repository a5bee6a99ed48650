import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from './migrations/all.js';
import { loadConfig } from './src/config/environment.js';
import { operatorDataSourceOptions } from './src/database/data-source-options.js';

/** What TypeORM's command line works on: `npm run migration:run | revert | show`. */
export default new DataSource({
  ...operatorDataSourceOptions(loadConfig()),
  migrations: MIGRATIONS,
});
