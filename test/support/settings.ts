import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { SettingValues } from '../../src/settings/setting-rules.js';
import { SettingsRepository } from '../../src/settings/settings.repository.js';
import { Settings } from '../../src/settings/settings.service.js';
import type { Studio } from './studio.js';

/** Sets this without an admin, who would have to sign in and give the password for it. */
export async function set(studio: Studio, values: Partial<SettingValues>): Promise<void> {
  const settings = studio.app.get(Settings);
  const { version } = await settings.readNow();
  const setter = { at: studio.clock.now(), by: null };
  await studio.app.get(UnitOfWork).write(async (tx) => {
    await studio.app.get(SettingsRepository).write(tx, values, version + 1, setter);
    return { result: undefined };
  });
  await settings.readNow();
}
