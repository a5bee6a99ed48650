import { expect } from 'vitest';
import type { Api, TestPerson } from './api.js';
import { givenItem } from './catalogue.js';
import type { GivenMember } from './given.js';
import type { Studio } from './studio.js';

/** What a package of the desk costs: ten sessions for 450 €. */
export const PRICE = 45_000;

/** The desk of a studio, a coach, and a member who buys something. */
export class Till {
  tom: GivenMember;
  packageId: number;

  private constructor(
    readonly studio: Studio,
    readonly ana: TestPerson,
    readonly desk: Api,
    readonly itemId: number,
  ) {}

  static async in(studio: Studio): Promise<Till> {
    const { given, api } = studio;
    const [ana, desk] = [await given.coach('Ana Silva'), api.as(await given.staff())];
    return new Till(studio, ana, desk, (await givenItem(studio)).id);
  }

  /** A new member, to whom the item of the price list is sold. */
  async open(): Promise<void> {
    this.tom = await this.studio.given.member({ coach: this.ana, remaining: 0 });
    await this.sell();
  }

  async sell(about: object = { catalogueItemId: this.itemId }): Promise<number> {
    const body = { coachId: this.ana.id, ...about };
    const sold = await this.desk.post(`/members/${this.tom.id}/packages`, body);
    expect(sold.status, sold.text).toBe(201);
    this.packageId = sold.body.id;
    return this.packageId;
  }

  readonly pay = (about: object = {}, api = this.desk, key?: string) => {
    const body = { packageId: this.packageId, method: 'cash', amountMinor: PRICE, ...about };
    return api.post(this.path, body, key ? { key } : {});
  };

  readonly takeBack = (id: number, body: object = { reason: 'Typed twice' }) =>
    this.desk.post(`${this.path}/${id}/void`, body);

  get path(): string {
    return `/members/${this.tom.id}/payments`;
  }

  /** What PHP reads of the package. */
  async phpSees(): Promise<number> {
    const sql = 'SELECT payment_received AS paid FROM coach_member_list WHERE id = ?';
    const [row] = await this.studio.sql<{ paid: unknown }>(sql, [this.packageId]);
    return Number(row?.paid);
  }

  /** The last number of a receipt that was given. */
  async lastNumber(): Promise<number> {
    const sql = "SELECT last_number AS last FROM coach_counter WHERE name = 'receipt'";
    const [row] = await this.studio.sql<{ last: unknown }>(sql);
    return Number(row?.last ?? 0);
  }

  /** The member in a list, if there. */
  async rowOf(query: string, api = this.desk) {
    const { body } = await api.get(`/members?limit=100&${query}`);
    return body.data.find(({ id }: { id: number }) => id === this.tom.id);
  }
}
