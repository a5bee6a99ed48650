import type { Config } from '../config/config.js';
import type { ProductDataSource } from '../database/product-data-source.js';
import { requireAnswer } from './counting-question.js';
import { requireRights } from './rights.js';

/**
 * Looks before anything is changed, whoever runs the migrations. Throws `RightsLacking` or
 * `CountingUnknown` where a person must do something first.
 */
export async function lookBeforeMigrating(
  dataSource: ProductDataSource,
  config: Config,
  at: Date,
): Promise<void> {
  await requireRights(dataSource, config);
  await requireAnswer(dataSource, config, at);
}
