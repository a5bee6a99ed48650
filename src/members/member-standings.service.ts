import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import {
  type Balance,
  type MemberCounts,
  MemberStandingsRepository,
  type PackageEnd,
  type StandingsScope,
} from './member-standings.repository.js';

/** How members stand as a whole, for who looks at all of them or at those of one coach. */
@Injectable()
export class MemberStandings {
  constructor(private readonly standings: MemberStandingsRepository) {}

  /** Members in all, and by what they need. */
  async counts(tx: Tx, scope: StandingsScope): Promise<MemberCounts> {
    return this.standings.counts(tx, scope);
  }

  /** Members who live on counted sessions alone, by how many of up to so many they have left. */
  async balances(tx: Tx, scope: StandingsScope, upTo: number): Promise<Balance[]> {
    return this.standings.balances(tx, scope, upTo);
  }

  /** When usable packages end, up to an instant, and what is left of them. */
  async ends(tx: Tx, scope: StandingsScope, until: Date): Promise<PackageEnd[]> {
    return this.standings.ends(tx, scope, until);
  }
}
