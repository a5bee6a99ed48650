import { afterAll } from 'vitest';
import { dropDatabases } from './database.js';

// A setup file: it runs before each file of tests, so this comes after all that the file does.
afterAll(() => dropDatabases());
