import { type ProductEnv, type Product, startProduct } from './process.js';
import type { Studio } from './studio.js';

/** The environment of a product of several processes on the database of a studio. */
export function severalProcesses({ databaseUrl, config }: Studio, count = 2): ProductEnv {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    STUDIO_TIME_ZONE: config.studioTimeZone,
    JWT_SECRET: config.jwtSecret,
    PROCESSES: String(count),
    SHUTDOWN_GRACE_SECONDS: '0',
    PORT: '0',
    LOG_LEVEL: 'info',
  };
}

/** Starts the product as several processes, which log. */
export async function startSeveral(studio: Studio, more: ProductEnv = {}): Promise<Product> {
  return startProduct({ ...severalProcesses(studio), ...more });
}
