import { Injectable } from '@nestjs/common';
import { insertInto } from '../database/entity-sql.js';
import { toDb, UTC } from '../database/instants.js';
import type { Tx } from '../database/tx.js';
import { SettingRow } from './setting.entity.js';
import { settingsOf, type SettingValues } from './setting-rules.js';

/** All settings at one moment. */
export interface Stored {
  readonly values: SettingValues;
  /** Of all together: each change raises it. 0 where nothing was ever changed. */
  readonly version: number;
}

/** When something is set, and by whom. */
interface Setter {
  readonly at: Date;
  readonly by: number | null;
}

/** The row that has the version of all, for which all who change something wait. No setting. */
const ALL = '*';

/** What the studio has set for itself. */
@Injectable()
export class SettingsRepository {
  /** All settings, those included that have no row. */
  async read(tx: Tx): Promise<Stored> {
    const rows = await tx.rows<Pick<SettingRow, 'name' | 'value' | 'version'>>(
      'SELECT s.name, s.value, s.version FROM coach_setting s',
    );
    const version = rows.find(({ name }) => name === ALL)?.version ?? 0;
    return { values: settingsOf(new Map(rows.map((row) => [row.name, row.value]))), version };
  }

  /** From here on nobody else changes settings until the end of `tx`. */
  async lock(tx: Tx, setter: Setter): Promise<void> {
    const { sql, values } = insertOf(ALL, null, 0, setter);
    await tx.upsert(sql, ['name'], 'version = version', values);
  }

  /** Sets these, and raises the version of all to this one; the caller holds the lock. */
  async write(
    tx: Tx,
    changed: Partial<SettingValues>,
    version: number,
    setter: Setter,
  ): Promise<void> {
    const rows = [...Object.entries(changed), [ALL, null] as const];
    const change = 'value = ?, version = ?, changed_at = ?, changed_by = ?';
    await Promise.all(
      rows.map(async ([name, value]) => {
        const insert = insertOf(name, value, version, setter);
        const become = [JSON.stringify(value), version, toDb(setter.at), setter.by];
        await tx.upsert(insert.sql, ['name'], change, [...insert.values, ...become]);
      }),
    );
  }
}

function insertOf(name: string, value: unknown, version: number, { at, by }: Setter) {
  const row = { name, value: JSON.stringify(value), version, changedAt: at, changedBy: by };
  return insertInto(SettingRow, [row], UTC);
}
