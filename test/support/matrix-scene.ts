import { JwtService } from '@nestjs/jwt';
import { ACCESS_TOKEN } from '../../src/auth/access-token.js';
import { Passwords } from '../../src/auth/passwords.service.js';
import { emailLinkToken, linkToken } from './account-links.js';
import type { Api, TestPerson } from './api.js';
import { givenItem } from './catalogue.js';
import { deadJob } from './jobs.js';
import { bodyOf, FIRST_CODE, PASSWORD } from './matrix-bodies.js';
import { type GivenThings, givenThings } from './matrix-things.js';
import { voidPackages } from './packages.js';
import { giveFactors } from './second-factors.js';
import { set } from './settings.js';
import { endSignIn, signedIn } from './sign-ins.js';
import type { Studio } from './studio.js';

export const CALLERS = [
  'nobody',
  'a member',
  'the member’s own coach',
  'another coach',
  'a coach unassigned a second ago',
  'a coach signed out a second ago',
  'staff',
  'staff demoted a second ago',
  'an admin',
  'an admin whose token has expired',
  'somebody with a forged token',
] as const;
export type Caller = (typeof CALLERS)[number];

/** The member of a request, seen from the member and the own coach. */
export const TARGETS = ['own', 'foreign', 'missing'] as const;
export type Target = (typeof TARGETS)[number];

interface Subject extends GivenThings {
  readonly id: number;
  readonly packageId: number;
}

/** Fresh members, and somebody who is about to ask for them. */
export interface Scene {
  readonly caller: Api;
  readonly targets: Record<Target, Subject>;
  readonly coach: TestPerson;
  /** An account that can sign in with `password`, and has done so. */
  readonly account: { email: string; password: string; refreshToken: string };
  /** Of a device that an admin may revoke. */
  readonly deviceTokenId: number;
  /** A sign-in of the caller, and a code of the second factor, where there may be one. */
  readonly signInId: string;
  readonly code: string;
  /** Of a job that is given up. */
  readonly jobId: number;
  /** Of the price list. */
  readonly itemId: number;
  /** The token of a link that sets a password, or confirms an e-mail address. */
  readonly link: string;
}

const NOBODYS_ID = 2_000_000_001;
const NO_ACCOUNT = { email: '', password: '', refreshToken: '' };
const SIGN_IN = /\/auth\/(login|refresh|logout)$/;
const OWN_PASSWORD = /\/auth\/(confirm|password\/change)$/;
const SECOND_FACTOR = '/api/v1/auth/second-factor';
const SIGN_INS = /^DELETE .*\/auth\/sign-ins/;
const LINKS = '/auth/links/';
const NO_SIGN_IN = '00000000-0000-4000-8000-000000000000';

/** The people of the access table in one studio. */
export class MatrixStage {
  private count = 0;
  private lasting?: ReturnType<MatrixStage['pair']>;
  private passwordHash = '';
  private cast: Record<'ana' | 'ben' | 'chi' | 'staff' | 'admin', TestPerson>;

  constructor(private readonly studio: Studio) {}

  async fill(): Promise<void> {
    const { given, app } = this.studio;
    this.passwordHash = await app.get(Passwords).hash(PASSWORD);
    const [ana, ben, chi] = [await given.coach(), await given.coach(), await given.coach()];
    this.cast = { ana, ben, chi, staff: await given.staff(), admin: await given.admin() };
    // Rules aside: coaches sell, as far as they reach; what is corrected by two is asked for.
    await set(this.studio, { coachSales: 'sell', coachLargestCorrection: 1 });
    // The other coach is a coach of somebody, too.
    await given.member({ coach: chi });
  }

  async sceneOf(route: string, caller: Caller): Promise<Scene> {
    // Reads leave everything as it is, so that the same two will do for all of them.
    const pair = route.startsWith('GET') ? (this.lasting ??= this.pair(route)) : this.pair(route);
    const { tom, uma } = await pair;
    const api = await this.apiOf(caller, tom);
    // Only what is voided is reopened.
    if (route.endsWith('/reopen')) await voidPackages(this.studio, [tom, uma]);
    const code = route.includes(SECOND_FACTOR) ? await this.secondFactors(route) : '';
    if (OWN_PASSWORD.test(route)) await this.givePasswords();
    // Of whoever is signed in nowhere nothing ends.
    if (route.endsWith('/sign-out')) await signedIn(this.studio, tom);
    return {
      caller: api,
      targets: { own: tom, foreign: uma, missing: { ...tom, id: NOBODYS_ID } },
      coach: this.cast.ana,
      // Only so many sign-ins a minute are possible from one IP address.
      account: SIGN_IN.test(route) ? await this.account() : NO_ACCOUNT,
      deviceTokenId: route.includes(':deviceTokenId') ? await this.deviceToken(tom) : 0,
      signInId: SIGN_INS.test(route) ? await this.signInOf(api) : NO_SIGN_IN,
      code,
      jobId: route.includes(':jobId') ? await deadJob(this.studio) : 0,
      itemId: route.includes(':itemId') ? (await givenItem(this.studio)).id : 0,
      link: await this.linkFor(route),
    };
  }

  /** A request that is right in every respect but perhaps the caller. */
  requestOf(route: string, scene: Scene, target: Target) {
    const { targets, deviceTokenId, jobId, itemId, signInId } = scene;
    const [method = '', pattern = ''] = route.split(' ');
    const { id, ...given } = targets[target];
    const things = { ...given, deviceTokenId, jobId, itemId, signInId };
    const ids = { ...things, memberId: id, personId: given.leaverId ?? id };
    const path = pattern.replace(/:(\w+)/g, (_, name) => String(ids[name as keyof typeof ids]));
    this.count += 1;
    const email = `matrix.${this.count}@example.com`;
    const query = route === 'GET /api/v1/activity' ? `?memberId=${id}` : '';
    const about = { ...given, email };
    const body = method === 'GET' ? undefined : bodyOf(route, scene, about);
    return { method, path: path + query, body };
  }

  /** A member of the own coach, and a member of another one. */
  private async pair(route: string): Promise<Record<'tom' | 'uma', Subject & TestPerson>> {
    const { ana, ben } = this.cast;
    return { tom: await this.memberOf(ana, route), uma: await this.memberOf(ben, route) };
  }

  private async memberOf(coach: TestPerson, route: string): Promise<Subject & TestPerson> {
    const { api, given } = this.studio;
    const member = await given.member({ coach, remaining: 9, expiresInDays: 30 });
    const admin = api.as(this.cast.admin);
    return { ...member, ...(await givenThings(this.studio, { admin, coach, route }, member)) };
  }

  private async account(): Promise<Scene['account']> {
    const { email } = await this.studio.given.person('coach', 'Ada Account', this.passwordHash);
    const { body } = await this.studio.api.post('/auth/login', { email, password: PASSWORD });
    return { email, password: PASSWORD, refreshToken: body.refreshToken };
  }

  /** To all people, because every one of them may confirm theirs; a change ends no sign-in. */
  private async givePasswords(): Promise<void> {
    await this.studio.sql('DELETE FROM coach_refresh_token');
    await this.studio.sql('UPDATE `user` SET password = ?', [this.passwordHash]);
  }

  /** None to begin with, one that waits for its first code, or one that is on. */
  private async secondFactors(route: string): Promise<string> {
    const { sql } = this.studio;
    // Turning it on ends what else goes on, and says so: here nothing does.
    await sql('DELETE FROM coach_refresh_token');
    if (route !== `POST ${SECOND_FACTOR}`) return giveFactors(this.studio, route !== FIRST_CODE);
    await sql('DELETE FROM coach_second_factor');
    return '';
  }

  private async linkFor(route: string): Promise<string> {
    if (route.endsWith('/email/confirm')) return emailLinkToken(this.studio);
    return route.includes(LINKS) ? linkToken(this.studio) : '';
  }

  private async signInOf(caller: Api): Promise<string> {
    const [, claims] = (caller.authorization.Authorization ?? '').split('.');
    if (!claims) return NO_SIGN_IN;
    const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub: string };
    return (await signedIn(this.studio, { id: Number(sub), role: 'member' })).id;
  }

  private async deviceToken({ id: userId }: TestPerson): Promise<number> {
    const admin = await this.as(this.cast.admin);
    const made = await admin.post('/auth/device-tokens', { userId, label: 'matrix' });
    return made.body.id;
  }

  private async apiOf(caller: Caller, tom: TestPerson): Promise<Api> {
    const { api } = this.studio;
    const { ana, chi, staff, admin } = this.cast;
    switch (caller) {
      case 'nobody':
        return api;
      case 'a member':
        return this.as(tom);
      case 'the member’s own coach':
        return this.as(ana);
      case 'another coach':
        return this.as(chi);
      case 'a coach unassigned a second ago':
        return this.justUnassigned(tom);
      case 'a coach signed out a second ago':
        return this.justSignedOut();
      case 'staff':
        return this.as(staff);
      case 'staff demoted a second ago':
        return this.justDemoted();
      case 'an admin':
        return this.as(admin);
      case 'an admin whose token has expired':
        return api.withToken(this.tokenOf(admin, { expiresIn: -1 }));
      case 'somebody with a forged token':
        return api.withToken(this.tokenOf(admin, { secret: 'another secret of enough letters' }));
    }
  }

  /** By a sign-in that has just begun. */
  private async as(person: TestPerson): Promise<Api> {
    return (await signedIn(this.studio, person)).api;
  }

  private async justUnassigned(tom: TestPerson): Promise<Api> {
    const { api, given } = this.studio;
    const dora = await given.coach();
    const one = await given.package(tom, { coach: dora, remaining: 2 });
    const asDora = await this.as(dora);
    const before = await asDora.member(tom);
    const end = await api
      .as(this.cast.admin)
      .patch(`/members/${tom.id}/packages/${one.id}`, { disconnected: true });
    if (before.status !== 200 || end.status !== 200) throw new Error('dora was never assigned');
    return asDora;
  }

  private async justSignedOut(): Promise<Api> {
    const { api, id } = await signedIn(this.studio, this.cast.ana);
    await endSignIn(this.studio, id);
    return api;
  }

  private async justDemoted(): Promise<Api> {
    const { given, sql } = this.studio;
    const eve = await given.staff();
    const asEve = await this.as(eve);
    await sql('UPDATE `user` SET user_type_id = 4 WHERE id = ?', [eve.id]);
    return asEve;
  }

  private tokenOf({ id, role }: TestPerson, odd: { expiresIn?: number; secret?: string }): string {
    const { issuer, audience } = ACCESS_TOKEN;
    const standard = { subject: String(id), issuer, audience, expiresIn: 900 };
    return this.studio.app.get(JwtService).sign({ role }, { ...standard, ...odd });
  }
}
