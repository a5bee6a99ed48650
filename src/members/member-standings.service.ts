import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import {
  type EndsScope,
  MemberStandingsRepository,
  type PackageEnd,
  type StandingCounts,
  type StandingsScope,
} from './member-standings.repository.js';

/** How members stand as a whole, for who looks at all of them or at those of one coach. */
@Injectable()
export class MemberStandings {
  constructor(private readonly standings: MemberStandingsRepository) {}

  /** Members by what they need, and those on counted sessions alone by how many are left. */
  async count(tx: Tx, scope: StandingsScope, upTo: number): Promise<StandingCounts> {
    return this.standings.count(tx, scope, upTo);
  }

  /** When usable packages end, up to an instant, and what is left of them. */
  async ends(tx: Tx, scope: EndsScope, until: Date): Promise<PackageEnd[]> {
    return this.standings.ends(tx, scope, until);
  }
}
