import type { DriverError } from './dialects/dialect.js';

/** The driver's own error inside TypeORM's, or the error itself. */
export function driverErrorOf(error: unknown): DriverError {
  if (typeof error !== 'object' || error === null) return {};
  const inner = (error as { driverError?: unknown }).driverError;
  return typeof inner === 'object' && inner !== null ? inner : error;
}
