import { DEMO_PASSWORD, DemoStudio } from '../demo/demo-studio.service.js';
import type { Terminal } from './terminal.js';
import { withMigratedDatabase } from './with-app.js';

/** Fills an empty database with a demo studio. */
export async function seedDemo(terminal: Terminal): Promise<void> {
  await withMigratedDatabase(terminal, async (app) => app.get(DemoStudio).fillOrRefuse());
  terminal.write(
    `The demo studio is in the database. Sign in as admin@, staff@, ana@, ben@, chi@ or\n` +
      `member1@ … member60@example.com with the password ${DEMO_PASSWORD}\n`,
  );
}
