import { createApp } from '../../../src/app.setup.js';
import { readConfig } from '../../../src/config/environment.js';
import { VerifyService } from '../../../src/verify/verify.service.js';

/** What `npm run verify` says about a database. */
export async function verifiedLaws(url: string): Promise<{ holds: boolean; violations: string[] }> {
  const config = readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent' });
  const app = await createApp(config);
  try {
    const { holds, text } = await app.get(VerifyService).verify();
    return { holds, violations: text.split('\n').filter((line) => line.startsWith('  ')) };
  } finally {
    await app.close();
  }
}
