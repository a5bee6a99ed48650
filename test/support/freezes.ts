import { VerifyService } from '../../src/verify/verify.service.js';
import type { Answer, Api, TestPerson } from './api.js';
import type { GivenMember } from './given.js';
import { openStudio, type Studio } from './studio.js';

const NOON = '2026-03-10T12:00:00Z';
export const WHY = { reason: 'A broken arm' };
/** The end of the 31st in Berlin, where the clocks have changed by then. */
export const END = '2026-03-31T21:59:59.000Z';

/** A coach, the desk, and a member with a package that ends. */
export class FreezeStage {
  private constructor(
    readonly studio: Studio,
    readonly ana: TestPerson,
    readonly coach: Api,
    readonly desk: Api,
    public tom: GivenMember,
  ) {}

  static async open(): Promise<FreezeStage> {
    const studio = await openStudio({ now: NOON });
    const ana = await studio.given.coach();
    const [coach, desk] = [studio.api.as(ana), studio.api.as(await studio.given.staff())];
    return new FreezeStage(studio, ana, coach, desk, await studio.given.member());
  }

  /** Another member, sold five sessions a month ago. */
  async begin(): Promise<void> {
    const { studio, ana, desk } = this;
    studio.clock.set('2026-02-10T12:00:00Z');
    this.tom = await studio.given.member({ coach: ana, remaining: 5 });
    await desk.patch(this.path, { expiresAt: END });
    studio.clock.set(NOON);
  }

  /** What the books come to, and the end of the studio. */
  async close(): Promise<string> {
    const { text } = await this.studio.app.get(VerifyService).verify();
    await this.studio.close();
    return text;
  }

  get path(): string {
    return `/members/${this.tom.id}/packages/${this.tom.packageId}`;
  }

  url(id = this.tom.packageId): string {
    return `/members/${this.tom.id}/packages/${id}/freezes`;
  }

  async freeze(from: string, to: string | null = null, more: object = {}): Promise<Answer> {
    return this.coach.post(this.url(), { from, to, ...WHY, ...more });
  }

  async end(id: number, to: string | null): Promise<Answer> {
    return this.coach.patch(`${this.url()}/${id}`, { to });
  }

  /** Freezes, and gives the id. */
  async frozen(from: string, to: string | null = null): Promise<number> {
    const { status, text, body } = await this.freeze(from, to);
    if (status !== 201) throw new Error(text);
    return body.freeze.id;
  }

  async use(usageDate?: string): Promise<Answer> {
    return this.coach.addUsage(this.tom, { reason: 'x', ...(usageDate ? { usageDate } : {}) });
  }

  async freezes(): Promise<{ readonly id: number }[]> {
    return (await this.coach.get(this.url())).body.data;
  }

  async package(): Promise<Answer['body']> {
    return (await this.desk.member(this.tom)).body.packages[0];
  }

  async status(): Promise<unknown> {
    const { tom, studio } = this;
    const sql = 'SELECT status FROM coach_member_list WHERE id = ?';
    return (await studio.sql(sql, [tom.packageId]))[0]?.status;
  }

  on(day: string): void {
    this.studio.clock.set(`${day}T12:00:00Z`);
  }
}
