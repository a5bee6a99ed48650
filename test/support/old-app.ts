import type { Answer, Api, RequestOptions, TestPerson } from './api.js';

export const PAGE = '/coach_session_management.php';
export const COACH_API = '/coach_api.php';

type Fields = Readonly<Record<string, unknown>>;

/** The old app: it knows two scripts, and calls them with `?action=`. */
export class OldApp {
  constructor(
    private readonly api: Api,
    /** Below which the scripts are called. */
    private readonly folder = '',
  ) {}

  as(person: Pick<TestPerson, 'id' | 'role'>): OldApp {
    return new OldApp(this.api.as(person), this.folder);
  }

  /** The same client, told to look in another folder. */
  in(folder: string): OldApp {
    return new OldApp(this.api, folder);
  }

  /** Fields in the address. */
  get(script: string, action: string, fields: Fields = {}, options?: RequestOptions) {
    return this.send('GET', script, action, fields, options);
  }

  /** Fields in a JSON body. */
  post(script: string, action: string, fields: Fields = {}, options: RequestOptions = {}) {
    return this.send('POST', script, action, {}, { body: fields, ...options });
  }

  /** Fields in a body such as a web form sends it. */
  form(script: string, action: string, fields: Fields = {}, options: RequestOptions = {}) {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', ...options.headers };
    return this.send('POST', script, action, {}, { raw: queryOf(fields), ...options, headers });
  }

  send(
    method: string,
    script: string,
    action: string,
    fields: Fields,
    options?: RequestOptions,
  ): Promise<Answer> {
    const query = queryOf({ action, ...fields });
    return this.api.request(method, `${this.folder}${script}?${query}`, options);
  }
}

function queryOf(fields: Fields): string {
  const pairs = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(pairs).toString();
}
