import { type Account, currentAccount, endAccount, keepAccount } from './account.js';
import { askForPassword, noteFactorDemanded } from './asked-again.js';
import { client } from './generated/client.gen.js';
import { refreshTokens } from './generated/sdk.gen.js';
import { knownAnswer, readable, rememberAnswer } from './known-answers.js';
import { oneAtATime, settled } from './one-at-a-time.js';
import { ApiProblem, ask } from './problem.js';
import { keepSignOut, sendSignOuts } from './sign-outs.js';
import { noteStudioTime } from './studio-clock.js';

/** The timeout of a request. */
const ANSWER_WITHIN_MS = 20_000;

/** Makes every call of the generated client carry the tokens of who is signed in. */
export function setUpClient(): void {
  client.setConfig({ baseUrl: window.location.origin, fetch: authorizedFetch });
}

/**
 * Sends, and where the studio wants the password first, asks for it and sends again: with the same
 * idempotency key, for nothing was done.
 */
async function authorizedFetch(input: RequestInfo | URL): Promise<Response> {
  const request = new Request(input, { cache: 'no-store' });
  const sender = currentAccount()?.user.id;
  const answer = await sendRenewing(request.clone());
  const refusal = await refusalOf(answer);
  // What is about the factor itself may be refused so, too; there the page says why.
  if (refusal === 'second_factor_demanded' && !isAboutFactor(request)) noteFactorDemanded(true);
  if (refusal !== 'password_needed' || !(await askForPassword())) return answer;
  // Somebody else may have signed in, and must not send the request.
  return currentAccount()?.user.id === sender ? sendRenewing(request) : answer;
}

/** The code of a 403 answer, which can still be read by others afterwards. */
async function refusalOf(answer: Response): Promise<unknown> {
  if (answer.status !== 403) return undefined;
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
}

/** Sends with the access token; where that has expired, renews it once and sends again. */
async function sendRenewing(request: Request): Promise<Response> {
  const account = currentAccount();
  // A tap brings the token of who tapped.
  const token = request.headers.get('Authorization')?.slice('Bearer '.length);
  const used = token ?? account?.accessToken;
  const answer = await send(request.clone(), used);
  noteStudioTime(answer);
  const isRefused = answer.status === 401 && !isAboutTokens(request);
  if (!isRefused || !account || account.accessToken !== used) return answer;
  const renewed = await renewTokens(account);
  return renewed === null ? answer : send(request, renewed);
}

async function send(request: Request, token: string | undefined): Promise<Response> {
  if (token !== undefined) request.headers.set('Authorization', `Bearer ${token}`);
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
  const reader = currentAccount()?.user.id;
  if (request.method !== 'GET' || reader === undefined) return fetch(request, { signal });
  const known = knownAnswer(reader, request.url);
  if (known) request.headers.set('If-None-Match', known.etag);
  const answer = await fetch(request, { signal });
  const isUnchanged = known !== undefined && answer.status === 304;
  return isUnchanged ? readable(known.text, answer) : rememberAnswer(reader, request.url, answer);
}

function isAboutTokens({ url }: Request): boolean {
  return /\/auth\/(login|refresh|logout|links\/\w+)$/.test(url);
}

function isAboutFactor({ url }: Request): boolean {
  return url.includes('/auth/second-factor');
}

/**
 * A new access token in place of one that was refused; null where the sign-in is over, which all
 * tabs then know. One tab renews for all: a refresh token that was used before ends the sign-in.
 */
export async function renewTokens(refused: Account): Promise<string | null> {
  return oneAtATime('tokens', async () => {
    // A tab that has just renewed them may be in another process, which gets its writes later.
    await settled();
    const account = currentAccount();
    // Somebody else may have signed in, and must not send the request.
    if (account?.user.id !== refused.user.id) return null;
    if (account.accessToken !== refused.accessToken) return account.accessToken;
    try {
      const { refreshToken } = account;
      const tokens = await ask(refreshTokens({ body: { refreshToken } }));
      if (currentAccount()?.refreshToken !== refreshToken) {
        // Signed out while it was under way: these must not sign in again, but end as well.
        keepSignOut(tokens.refreshToken);
        void sendSignOuts();
        return null;
      }
      keepAccount(tokens);
      return tokens.accessToken;
    } catch (error) {
      if (!isSignInOver(error)) throw error;
      if (currentAccount()?.refreshToken === account.refreshToken) endAccount();
      return null;
    }
  });
}

function isSignInOver(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}
