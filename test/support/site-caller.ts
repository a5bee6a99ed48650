import { request } from 'node:http';
import { PREFIX } from './web-servers.js';

/** An answer of a site, and which of the two programs behind it has given it. */
export interface SiteAnswer {
  readonly by: 'PHP' | 'product' | 'web server';
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: any;
}

export interface SiteCall {
  readonly method?: string;
  readonly token?: string | undefined;
  /** Sent as JSON. */
  readonly body?: object;
  readonly headers?: Record<string, string>;
}

/** The IP address from which the tests call: not that of the web server. */
export const CALLER = '127.0.0.2';

/** The old app or a new one, with a script of a site, or with any URL of it: `/…`. */
export function callSite(base: string, script: string, call: SiteCall = {}): Promise<SiteAnswer> {
  const { method = call.body ? 'POST' : 'GET', token, body } = call;
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    ...(text === '' ? {} : { 'Content-Type': 'application/json', 'Content-Length': text.length }),
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...call.headers,
  };
  const url = script.startsWith('/') ? `${base}${script}` : `${base}${PREFIX}/${script}`;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, localAddress: CALLER, agent: false }, (answer) => {
      let said = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (said += part));
      answer.on('end', () => {
        const type = answer.headers['content-type'] ?? '';
        const by = answer.headers['x-answered-by'] ? 'PHP' : byOf(answer.headers);
        const parsed: unknown = type.includes('json') && said !== '' ? JSON.parse(said) : said;
        resolve({ by, status: answer.statusCode ?? 0, headers: answer.headers, body: parsed });
      });
    });
    sent.on('error', reject);
    sent.end(text);
  });
}

/** The product puts an id on each of its answers. */
function byOf(headers: object): 'product' | 'web server' {
  return 'x-request-id' in headers ? 'product' : 'web server';
}
