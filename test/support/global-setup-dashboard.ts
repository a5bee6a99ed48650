import { ensureDashboardBuilt } from './process.js';

/** The dashboard as its sources are now, for tests that open it. */
export default async function setUp(): Promise<void> {
  await ensureDashboardBuilt();
}
