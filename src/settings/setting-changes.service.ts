import { Injectable } from '@nestjs/common';
import type { AuditedWork } from '../audit/audited-work.js';
import { fieldError, Problem, validationProblem } from '../common/problem.js';
import { Config } from '../config/config.js';
import type { ChangedSettingsDto, ChangeSettingsDto, SettingsDto } from './dto/settings.dto.js';
import { faultOf, missingIn, type Reason } from './reason-rules.js';
import { differences, type SettingValues } from './setting-rules.js';
import { SettingsRepository, type Stored } from './settings.repository.js';
import { Settings } from './settings.service.js';

const CHANGED = 'Somebody else has changed the settings. Look at them again, then decide.';

/** The settings as an admin sees and changes them. */
@Injectable()
export class SettingChanges {
  constructor(
    private readonly config: Config,
    private readonly settings: Settings,
    private readonly rows: SettingsRepository,
  ) {}

  /** All of them, and the version that a change of them names. */
  async describe(): Promise<SettingsDto> {
    return this.dto(await this.settings.readNow());
  }

  /**
   * Changes those that are given. Throws `settings_changed` where they are at another version than
   * the expected one: of two who change them at once, one does. Throws `validation_failed` where
   * the reasons cannot be these.
   */
  async change(work: AuditedWork, input: ChangeSettingsDto): Promise<SettingsDto> {
    const { tx, at, actor } = work;
    const setter = { at, by: actor.id };
    await this.rows.lock(tx, setter);
    const { values, version } = await this.rows.read(tx);
    if (version !== input.expectedVersion) {
      throw new Problem('settings_changed', CHANGED, { version });
    }
    const changed = differences(values, wantedOf(input.values, values));
    if (!changed) {
      work.didNothing();
      return this.dto({ values, version });
    }
    const stored = { values: { ...values, ...changed.after }, version: version + 1 };
    await this.rows.write(tx, changed.after, stored.version, setter);
    work.did(changed);
    tx.onCommit(() => this.settings.note(stored));
    return this.dto(stored);
  }

  private dto({ values, version }: Stored): SettingsDto {
    const { reasons } = values;
    const timeZone = this.config.studioTimeZone;
    return { values: { ...values, reasons: [...reasons] }, version, timeZone };
  }
}

/** What is to be set, where it goes with what is set. */
function wantedOf(
  { reasons: sent, ...others }: ChangedSettingsDto,
  { reasons: earlier }: SettingValues,
): Partial<SettingValues> {
  if (!sent) return others;
  const reasons = sent.map(({ code, en, de, isArchived = false }): Reason => ({
    code,
    en,
    de,
    isArchived,
  }));
  const missing = missingIn(reasons, earlier);
  const fault =
    missing.length > 0
      ? `must have ${missing.join(', ')}, archived at least: what was given keeps its text.`
      : faultOf(reasons);
  if (fault === undefined) return { ...others, reasons };
  throw validationProblem([fieldError('body', ['values', 'reasons'], `values.reasons ${fault}`)]);
}
