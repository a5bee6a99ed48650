import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { RepeatedLook } from '../common/repeated-look.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { INITIAL, type PublicSettings, type SettingValues, shownToAll } from './setting-rules.js';
import { SettingsRepository, type Stored } from './settings.repository.js';

/**
 * How the studio has set things, as this process knows it: it looks every three seconds, and what
 * it changes itself it knows at once. No request asks.
 */
@Injectable()
export class Settings implements OnModuleDestroy {
  private readonly look = new RepeatedLook(
    async () => this.readNow(),
    new Logger(Settings.name),
    'the settings',
  );
  private known: Stored = { values: INITIAL, version: 0 };

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: SettingsRepository,
  ) {}

  /** From here on this process looks, at once and again and again. Never throws. */
  async begin(): Promise<void> {
    await this.look.begin();
  }

  /** As this process knows them. */
  get values(): SettingValues {
    return this.known.values;
  }

  /** What everybody may know of them, as this process knows it. */
  get shown(): PublicSettings {
    return shownToAll(this.values);
  }

  /** As they are in the database. Throws where that does not answer. */
  async readNow(): Promise<Stored> {
    const before = this.known;
    const stored = await this.unitOfWork.read((tx) => this.settings.read(tx));
    // What this process has changed meanwhile is newer than what was read.
    if (this.known === before) this.known = stored;
    return stored;
  }

  /** Takes note of what a change in this process has made of them. */
  note(stored: Stored): void {
    // Of two changes the later one may be told of first.
    if (stored.version > this.known.version) this.known = stored;
  }

  onModuleDestroy(): void {
    this.look.end();
  }
}
