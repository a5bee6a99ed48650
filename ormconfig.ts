import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { loadConfig } from './src/config/environment.js';
import { migrationDataSourceOptions } from './src/database/data-source-options.js';

/** What TypeORM's command line works on: `npm run migration:run | revert | show`. */
export default new DataSource(migrationDataSourceOptions(loadConfig()));
