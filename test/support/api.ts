import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { JwtService } from '@nestjs/jwt';
import { ACCESS_TOKEN } from '../../src/auth/access-token.js';
import type { Role } from '../../src/common/actor.js';
import type { Send } from './own-connection.js';

/** What is not below `/api/v1`. */
const OUTSIDE = /^\/((api|app|health|metrics)(\/|$|\?)|docs)|[.]php(\?|$)/;

/** A person of a test. */
export interface TestPerson {
  readonly id: number;
  readonly role: Role;
  readonly email: string;
  readonly name: string;
}

/** An answer of the API. `body` is the parsed JSON, undefined where there is none. */
export interface Answer<Body = any> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}

export interface RequestOptions {
  readonly body?: unknown;
  /** Sent as it stands instead of `body`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
  /** Shorthand for the Idempotency-Key header. */
  readonly key?: string;
}

/** The API over HTTP, as somebody or as nobody. */
export class Api {
  constructor(
    readonly base: string,
    private readonly app: NestFastifyApplication,
    private readonly token?: string,
    private readonly send: Send = fetch,
  ) {}

  /** The API as a signed-in person. */
  as(person: Pick<TestPerson, 'id' | 'role'>): Api {
    const { issuer, audience } = ACCESS_TOKEN;
    const token = this.app
      .get(JwtService)
      .sign(
        { role: person.role },
        { subject: String(person.id), issuer, audience, expiresIn: 900 },
      );
    return this.withToken(token);
  }

  withToken(token: string): Api {
    return new Api(this.base, this.app, token, this.send);
  }

  /** The same product at another URL, as behind a web server. */
  at(base: string): Api {
    return new Api(base, this.app, this.token, this.send);
  }

  /** The same by a connection of one's own. */
  through(send: Send): Api {
    return new Api(this.base, this.app, this.token, send);
  }

  /** The header that says who is asking. */
  get authorization(): Record<string, string> {
    return this.token ? { Authorization: `Bearer ${this.token}` } : {};
  }

  async request(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const { body, raw, key, headers } = options;
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await this.send(`${this.base}${OUTSIDE.test(path) ? '' : '/api/v1'}${path}`, {
      method,
      headers: {
        ...(content === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...this.authorization,
        ...(key === undefined ? {} : { 'Idempotency-Key': key }),
        ...headers,
      },
      ...(content === undefined ? {} : { body: content }),
    });
    const mediaType = response.headers.get('content-type') ?? '';
    const isJson = mediaType.includes('json');
    // A stream has no end: whoever wants to follow it uses `Listener`.
    const isStream = mediaType.startsWith('text/event-stream');
    if (isStream) await response.body?.cancel();
    const text = isStream ? '' : await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  }

  get(path: string, options?: RequestOptions): Promise<Answer> {
    return this.request('GET', path, options);
  }

  post(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<Answer> {
    return this.request('POST', path, { body, ...options });
  }

  patch(path: string, body: unknown, options: RequestOptions = {}): Promise<Answer> {
    return this.request('PATCH', path, { body, ...options });
  }

  startWorkout(member: { id: number }, body: object = {}, options?: RequestOptions) {
    return this.post(`/members/${member.id}/workouts`, body, options);
  }

  addUsage(member: { id: number }, body: object = {}, options?: RequestOptions) {
    return this.post(`/members/${member.id}/sessions`, body, options);
  }

  undo(member: { id: number }, usageId: number, body: object = {}, options?: RequestOptions) {
    return this.post(`/members/${member.id}/sessions/${usageId}/undo`, body, options);
  }

  redo(member: { id: number }, usageId: number, body: object = {}, options?: RequestOptions) {
    return this.post(`/members/${member.id}/sessions/${usageId}/redo`, body, options);
  }

  move(member: { id: number }, usageId: number, body: object, options?: RequestOptions) {
    return this.post(`/members/${member.id}/sessions/${usageId}/move`, body, options);
  }

  adjust(member: { id: number }, body: object, options?: RequestOptions) {
    return this.post(`/members/${member.id}/adjustments`, body, options);
  }

  history(member: { id: number }, query = '') {
    return this.get(`/members/${member.id}/sessions${query}`);
  }

  lines(member: { id: number }, query = '') {
    return this.get(`/members/${member.id}/history${query}`);
  }

  member(member: { id: number }) {
    return this.get(`/members/${member.id}`);
  }

  activity(query = '') {
    return this.get(`/activity${query}`);
  }
}
