import { VerifyService } from '../../src/verify/verify.service.js';
import type { Answer, Api, TestPerson } from './api.js';
import type { GivenMember } from './given.js';
import { violations } from './laws.js';
import { openStudio, type Studio } from './studio.js';

/** Noon of a Tuesday; the studio is in Berlin. */
export const TODAY = '2026-03-10';

/** Ben, who is away; Ana, who may stand in; Cleo, a third coach; and Ben's members. */
export class SubstituteStage {
  private constructor(
    readonly studio: Studio,
    readonly desk: Api,
    public ben: TestPerson,
    public ana: TestPerson,
    public cleo: TestPerson,
    public tom: GivenMember,
    public uma: GivenMember,
  ) {}

  static async open(): Promise<SubstituteStage> {
    const studio = await openStudio({ now: `${TODAY}T11:00:00Z` });
    const desk = studio.api.as(await studio.given.staff());
    const nobody = await studio.given.coach();
    const member = await studio.given.member();
    return new SubstituteStage(studio, desk, nobody, nobody, nobody, member, member);
  }

  /** Other people, at noon. */
  async begin(): Promise<void> {
    const { given, clock } = this.studio;
    clock.set(`${TODAY}T11:00:00Z`);
    this.ben = await given.coach('Ben Adams');
    this.ana = await given.coach('Ana Silva');
    this.cleo = await given.coach('Cleo Moss');
    this.tom = await given.member({ name: 'Tom Baker', coach: this.ben, remaining: 5 });
    this.uma = await given.member({ name: 'Uma Olsen', coach: this.ben, remaining: 5 });
  }

  async close(): Promise<{ laws: unknown[]; text: string }> {
    const laws = await violations(this.studio.sql);
    const { text } = await this.studio.app.get(VerifyService).verify();
    await this.studio.close();
    return { laws, text };
  }

  as(person: TestPerson): Api {
    return this.studio.api.as(person);
  }

  set(about: object = {}, coach = this.ben): Promise<Answer> {
    const body = { substituteId: this.ana.id, from: TODAY, to: '2026-03-14', ...about };
    return this.desk.post(`/people/${coach.id}/substitutions`, body);
  }

  /** Has Ana stand in for Ben unless said otherwise, and gives the number. */
  async given(about: object = {}, coach = this.ben): Promise<number> {
    const { status, text, body } = await this.set(about, coach);
    if (status !== 201) throw new Error(text);
    return body.id;
  }

  end(id: number, to: string, coach = this.ben): Promise<Answer> {
    return this.desk.patch(`/people/${coach.id}/substitutions/${id}`, { to });
  }

  /** The query, and the body, that name Ben. */
  get forBen(): { coachId: number } {
    return { coachId: this.ben.id };
  }

  get ofBen(): string {
    return `?coachId=${this.ben.id}`;
  }
}
