import { Injectable } from '@nestjs/common';
import type { IdRange } from '../database/id-ranges.js';
import type { Tx } from '../database/tx.js';
import type { Package } from './package.entity.js';
import { PACKAGE_COLUMNS, packageOf, type RawPackage } from './package-row.js';
import type { LoggedChange } from './terms-rules.js';

/** Packages, and what the log says was done to each, in the order of being written. */
export interface LoggedPackages {
  readonly packages: readonly Package[];
  readonly changes: ReadonlyMap<number, readonly LoggedChange[]>;
}

type RawChange = LoggedChange & { readonly packageId: number };

/** Reads what the log tells of the terms of packages. */
@Injectable()
export class TermsChangesRepository {
  /** Those of a range of ids, with the whole log of each. */
  async find(tx: Tx, { lowest, highest }: IdRange): Promise<LoggedPackages> {
    const packages = await tx.rows<RawPackage>(
      `SELECT ${PACKAGE_COLUMNS} FROM coach_member_list p WHERE p.id BETWEEN ? AND ? ORDER BY p.id`,
      [lowest, highest],
    );
    const rows = await tx.rows<RawChange>(
      `SELECT package_id AS packageId, action, \`before\`, \`after\` FROM admin_activity_log
        WHERE package_id BETWEEN ? AND ? AND outcome = 'done' ORDER BY package_id, id`,
      [lowest, highest],
    );
    const changes = new Map<number, LoggedChange[]>();
    for (const row of rows) {
      const ofPackage = changes.get(row.packageId);
      if (ofPackage) ofPackage.push(row);
      else changes.set(row.packageId, [row]);
    }
    return { packages: packages.map((raw) => packageOf(raw, tx)), changes };
  }
}
