import { expect } from 'vitest';
import type { Answer, Api, TestPerson } from './api.js';
import type { GivenMember } from './given.js';
import { set } from './settings.js';
import { openStudio, type Studio } from './studio.js';

/** A coach who may correct by two, give one session a month and extend by three days; a desk. */
export class ApprovalDesk {
  private constructor(
    readonly studio: Studio,
    readonly coach: TestPerson,
    readonly ana: Api,
    readonly clerk: TestPerson,
    readonly desk: Api,
  ) {}

  static async open(): Promise<ApprovalDesk> {
    const studio = await openStudio({ now: '2026-03-10T12:00:00Z' });
    const coach = await studio.given.coach('Ana Silva');
    const clerk = await studio.given.staff();
    const { api } = studio;
    const desk = new ApprovalDesk(studio, coach, api.as(coach), clerk, api.as(clerk));
    await desk.limit();
    return desk;
  }

  async limit(): Promise<void> {
    const limits = { coachGivesPerMemberMonth: 1, coachExtendsDays: 3, coachLargestCorrection: 2 };
    await set(this.studio, limits);
  }

  /** Five sessions with the coach, until 20 March. */
  async member(): Promise<GivenMember> {
    return this.studio.given.member({ coach: this.coach, remaining: 5, expiresInDays: 10 });
  }

  ask(member: { id: number }, body: object, api = this.ana, key?: string): Promise<Answer> {
    return api.post(`/members/${member.id}/approvals`, body, key === undefined ? {} : { key });
  }

  /** Asks for so many sessions more. */
  askFor(member: GivenMember, adjustment: number, api = this.ana): Promise<Answer> {
    const { packageId } = member;
    const body = { kind: 'adjustment', packageId, adjustment, reason: 'Sold at the fair' };
    return this.ask(member, body, api);
  }

  /** The id of a request for so many sessions more. */
  async asked(member: GivenMember, adjustment = 5): Promise<number> {
    const answer = await this.askFor(member, adjustment);
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id;
  }

  approve(id: number, body: object = {}, api = this.desk): Promise<Answer> {
    return api.post(`/approvals/${id}/approve`, body);
  }

  decline(id: number, body: object = { reason: 'No' }, api = this.desk): Promise<Answer> {
    return api.post(`/approvals/${id}/decline`, body);
  }

  withdraw(id: number, api = this.ana): Promise<Answer> {
    return api.post(`/approvals/${id}/withdraw`);
  }

  async list(query = '', api = this.desk): Promise<Record<string, unknown>[]> {
    return (await api.get(`/approvals${query}`)).body.data;
  }

  async remaining(member: GivenMember): Promise<number | null> {
    const { body } = await this.desk.member(member);
    const packages = body.packages as { id: number; remaining: number | null }[];
    return packages.find(({ id }) => id === member.packageId)?.remaining ?? null;
  }
}
