import { expect } from 'vitest';
import type { Answer, RequestOptions } from './api.js';
import { faultsOfAnswer } from './document-check.js';
import './matchers.js';
import { type Caller, MatrixStage, type Scene } from './matrix-scene.js';
import type { ApiDocument, DocumentedRoute } from './served-document.js';
import { openStudio, type Studio } from './studio.js';

const INSIDES =
  /SQLITE|ER_[A-Z]+|SQLSTATE|sqlstate|syntax error|QueryFailed|TypeError|node_modules|\.[jt]s:\d/;

/** A studio in which every operation can be called with a right request, or one spoilt somehow. */
export class HostileStage {
  private readonly scenes = new Map<string, Promise<Scene>>();
  private sent = 0;

  private constructor(
    readonly studio: Studio,
    private readonly stage: MatrixStage,
    private readonly document: ApiDocument,
  ) {}

  static async open(document: ApiDocument): Promise<HostileStage> {
    // Behind a proxy, so that every request can come from another IP address.
    const studio = await openStudio({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    const stage = new MatrixStage(studio);
    await stage.fill();
    return new HostileStage(studio, stage, document);
  }

  close(): Promise<void> {
    return this.studio.close();
  }

  /** A right request of the operation, as an admin or somebody else may send it. */
  async requestOf(route: DocumentedRoute, caller: Caller = 'an admin') {
    const pattern = `${route.method} ${route.path.replace(/\{(\w+)\}/g, ':$1')}`;
    const key = `${caller} ${pattern}`;
    const scene = this.scenes.get(key) ?? this.stage.sceneOf(pattern, caller);
    this.scenes.set(key, scene);
    const request = this.stage.requestOf(pattern, await scene, 'own');
    return { ...request, api: (await scene).caller };
  }

  /** Headers of a caller who has never been here before. */
  freshHeaders(): Record<string, string> {
    this.sent += 1;
    return { 'X-Forwarded-For': `10.${[16, 8, 0].map((n) => (this.sent >> n) & 255).join('.')}` };
  }

  /** Sends a right request of the operation but for what the options replace. */
  async send(
    route: DocumentedRoute,
    options: RequestOptions & { query?: string; caller?: Caller },
  ): Promise<Answer> {
    const { query = '', caller, headers, ...rest } = options;
    const { api, method, path, body } = await this.requestOf(route, caller);
    const mark = path.includes('?') ? '&' : '?';
    return api.request(method, query === '' ? path : `${path}${mark}${query}`, {
      ...(body === undefined ? {} : { body }),
      ...rest,
      headers: { ...this.freshHeaders(), ...headers },
    });
  }

  /** The answer is a problem that names the field, as the document says. */
  expectNamed(route: DocumentedRoute, answer: Answer, field: string, what: string): void {
    // Of a number that is no amount there is a code of its own.
    const isAmount = field === 'amountMinor' && answer.body?.code === 'amount_invalid';
    expect(answer, what).toBeProblem(isAmount ? 'amount_invalid' : 'validation_failed');
    const errors = answer.body.errors as { field: string; pointer: string; message: string }[];
    const fields = errors.map((error) => error.field.split('.')[0]);
    expect(fields, what).toContain(field.split('.')[0]);
    for (const { message } of errors) expect(message.length, what).toBeGreaterThan(0);
    this.expectDocumented(route, answer, what);
  }

  /** Whatever it is, it is no failure of ours, it is documented, and it shows no insides. */
  expectDocumented(route: DocumentedRoute, answer: Answer, what: string): void {
    expect(answer.status, `${what}\n${answer.text}`).toBeLessThan(500);
    expect(faultsOfAnswer(this.document, route, answer), what).toEqual([]);
    expect(answer.text, what).not.toMatch(INSIDES);
  }
}
