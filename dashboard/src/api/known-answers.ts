import { currentAccount } from './account.js';

/** An answer to a read as it came last, and what the studio calls that state of it. */
export interface KnownAnswer {
  readonly etag: string;
  readonly text: string;
}

/** Read again, more than these are sent anew. */
const MOST_KNOWN = 60;
/** As many come back when the app is opened again: about the pages of an hour. */
const MOST_KEPT = 20;

/** By URL, the latest last. Browsers keep none of them: their caches survive a sign-out. */
let known = new Map<string, KnownAnswer>();
let owner: number | undefined;

/** What the person has read at this URL, to ask whether it is still so. */
export function knownAnswer(userId: number, url: string): KnownAnswer | undefined {
  return userId === owner ? known.get(url) : undefined;
}

/** Remembers an answer for as long as the person is signed in, and gives it to be read. */
export async function rememberAnswer(
  userId: number,
  url: string,
  answer: Response,
): Promise<Response> {
  const etag = answer.headers.get('ETag');
  if (answer.status !== 200 || etag === null) return answer;
  const text = await answer.text();
  // Signed out while it was under way.
  if (currentAccount()?.user.id === userId) {
    if (owner !== userId) known = new Map();
    owner = userId;
    known.delete(url);
    known.set(url, { etag, text });
    if (known.size > MOST_KNOWN) known.delete([...known.keys()][0] ?? '');
  }
  return readable(text, answer);
}

/** An answer with this text, which its own headers may be about no more. */
export function readable(text: string, answer: Response): Response {
  const headers = new Headers(answer.headers);
  headers.delete('Content-Length');
  headers.set('Content-Type', 'application/json');
  return new Response(text, { headers });
}

/** What the device may keep of it: the latest, and no words that were searched for. */
export function keptAnswers(userId: number): [string, KnownAnswer][] {
  if (userId !== owner) return [];
  return [...known].filter(([url]) => !new URL(url).searchParams.has('search')).slice(-MOST_KEPT);
}

/** Takes up what the device has kept of an earlier visit. */
export function restoreAnswers(userId: number, kept: readonly [string, KnownAnswer][]): void {
  if (currentAccount()?.user.id !== userId) return;
  known = new Map([...kept, ...(userId === owner ? known : [])]);
  owner = userId;
}

/** Forgets all but those of this person; null stands for nobody. */
export function forgetAnswersBut(userId: number | null): void {
  if (owner === userId) return;
  known = new Map();
  owner = undefined;
}
