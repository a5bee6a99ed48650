import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { INITIAL, type PublicSettings, type SettingValues, shownToAll } from './setting-rules.js';
import { SettingsRepository, type Stored } from './settings.repository.js';

const LOOK_EVERY_MS = 3_000;

/**
 * How the studio has set things, as this process knows it: it looks every three seconds, and what
 * it changes itself it knows at once. No request asks.
 */
@Injectable()
export class Settings implements OnModuleDestroy {
  private readonly logger = new Logger(Settings.name);
  private known: Stored = { values: INITIAL, version: 0 };
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isInTrouble = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly settings: SettingsRepository,
  ) {}

  /** From here on this process looks, at once and again and again. Never throws. */
  async begin(): Promise<void> {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
    await this.look();
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
    clearInterval(this.timer);
  }

  /** One that takes long is waited for. */
  private async look(): Promise<void> {
    this.looking ??= this.lookNow().finally(() => (this.looking = undefined));
    await this.looking;
  }

  private async lookNow(): Promise<void> {
    try {
      await this.readNow();
      this.isInTrouble = false;
    } catch (error) {
      if (!this.isInTrouble) {
        this.logger.warn({ msg: 'the settings cannot be looked at', err: error });
      }
      this.isInTrouble = true;
    }
  }
}
