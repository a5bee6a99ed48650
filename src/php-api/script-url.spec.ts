import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  actionInBodyExpected,
  arrivalOf,
  isScriptUrl,
  SCRIPT_BODY,
  scriptActionOf,
  scriptUrlTranslator,
} from './script-url.js';

const PAGE = '/coach_session_management.php';

function arrived(method: string, url: string, prefix = '/gym/api') {
  const headers = { 'content-type': 'text/plain' };
  const request = { method, url, headers } as unknown as IncomingMessage;
  const translated = scriptUrlTranslator(prefix)(request);
  return { request, translated, method: request.method, type: request.headers['content-type'] };
}

describe('the URL of a script', () => {
  it.each([
    ['GET', `${PAGE}?action=test`, 'GET', `${PAGE}/test`],
    ['POST', `${PAGE}?action=undo-session-usage&x=y`, 'POST', `${PAGE}/undo-session-usage?x=y`],
    ['POST', `${PAGE}?x=a%20b&action=test&x=c`, 'GET', `${PAGE}/test?x=c`],
    [
      'POST',
      '/gym/api/coach_api.php?action=deduct-session',
      'POST',
      '/coach_api.php/deduct-session',
    ],
    ['GET', `/gym/api${PAGE}?%61ction=test`, 'GET', `${PAGE}/test`],
    ['HEAD', `${PAGE}?action=get-session-history`, 'HEAD', `${PAGE}/get-session-history`],
    ['DELETE', `${PAGE}?action=get-session-history`, 'GET', `${PAGE}/get-session-history`],
    ['PUT', `${PAGE}?action=undo-session-usage`, 'GET', `${PAGE}/post-required`],
    ['HEAD', `${PAGE}?action=undo-session-usage`, 'HEAD', `${PAGE}/post-required`],
    ['POST', PAGE, 'GET', `${PAGE}/invalid-action`],
    ['GET', `${PAGE}?action=`, 'GET', `${PAGE}/invalid-action`],
    ['GET', `${PAGE}?action=Test`, 'GET', `${PAGE}/invalid-action`],
    ['GET', `${PAGE}?action[]=test`, 'GET', `${PAGE}/invalid-action?action%5B%5D=test`],
    ['GET', `${PAGE}?action=test&action=nonsense`, 'GET', `${PAGE}/invalid-action`],
    ['POST', `${PAGE}?action=deduct-session`, 'GET', `${PAGE}/invalid-action`],
    ['GET', '/coach_api.php?action=constructor', 'GET', '/coach_api.php/invalid-action'],
    ['GET', '/coach_api.php?action=__proto__', 'GET', '/coach_api.php/invalid-action'],
    ['GET', '/coach_api.php?action=post-required', 'GET', '/coach_api.php/invalid-action'],
    ['GET', '/coach_api.php?action=%zz%00', 'GET', '/coach_api.php/invalid-action'],
  ])('%s %s becomes %s %s', (method, url, newMethod, newUrl) => {
    const { request, translated, method: sent } = arrived(method, url);
    expect([sent, translated]).toEqual([newMethod, newUrl]);
    expect(arrivalOf(request)).toEqual({ method, contentType: 'text/plain' });
  });

  it.each([
    ['OPTIONS', `${PAGE}?action=undo-session-usage`],
    ['GET', '/'],
    ['GET', '/api/v1/members?action=test'],
    ['GET', `/other${PAGE}?action=test`],
    ['GET', `/gym/apicoach_api.php?action=test`],
    ['GET', `/gym/api/gym/api${PAGE}?action=test`],
    ['GET', `${PAGE}/?action=test`],
    ['POST', `${PAGE}/undo-session-usage`],
    ['GET', '/Coach_api.php?action=test'],
    ['GET', '/constructor?action=name'],
  ])('%s %s is left alone', (method, url) => {
    const { request, ...left } = arrived(method, url);
    expect(left).toEqual({ method, translated: url, type: 'text/plain' });
    expect(arrivalOf(request)).toBeUndefined();
  });

  it('is at the root alone where there is no prefix', () => {
    expect(arrived('GET', `${PAGE}?action=test`, '').translated).toBe(`${PAGE}/test`);
    expect(arrived('GET', `/gym/api${PAGE}?action=test`, '').translated).toMatch(/^\/gym/);
  });

  it('of a change takes a body under a name of its own', () => {
    expect(arrived('POST', `${PAGE}?action=undo-session-usage`).type).toBe(SCRIPT_BODY);
    expect(arrived('POST', `${PAGE}?action=test`).type).toBe('text/plain');
  });
});

describe('a URL after the translation', () => {
  it('names its script and its action', () => {
    expect(isScriptUrl('/coach_api.php/deduct-session?x=1')).toBe(true);
    expect(scriptActionOf('/coach_api.php/deduct-session?x=1')).toEqual({
      action: 'deduct-session',
      ofMemberApp: true,
    });
    expect(scriptActionOf(`${PAGE}/test`)).toEqual({ action: 'test', ofMemberApp: false });
  });

  it.each([
    '/',
    '/api/v1/members',
    '/coach_api.php',
    '/coach_apixphp/test',
    '/a?b=/coach_api.php/',
  ])('is not %s', (url) => {
    expect(isScriptUrl(url)).toBe(false);
  });
});

describe('an action in the body', () => {
  const isExpected = (method: string, url: string) =>
    actionInBodyExpected('/gym/api')({ method, url } as IncomingMessage);

  it.each([
    '/coach_api.php',
    '/coach_api.php?',
    '/gym/api/coach_api.php?x=y',
    '/coach_api.php?action=',
    '/coach_api.php?action=0',
    '/coach_api.php?action=deduct-session&action=',
  ])('is looked for where %s names none', (url) => {
    expect(isExpected('POST', url)).toBe(true);
    expect(isExpected('GET', url)).toBe(false);
  });

  it.each([
    '/coach_api.php?action=nonsense',
    '/coach_session_management.php',
    '/coach_api.php/deduct-session',
    '/other/coach_api.php',
    '/api/v1/members',
    '/',
  ])('is not looked for at %s', (url) => {
    expect(isExpected('POST', url)).toBe(false);
  });
});
