import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GivenMember } from '../support/given.js';
import { openStudio, type Studio } from '../support/studio.js';

let studio: Studio;
let tom: GivenMember;

beforeAll(async () => {
  studio = await openStudio();
  tom = await studio.given.member({ coach: await studio.given.coach() });
});
afterAll(() => studio.close());

it('what is refused stays refused, though the caller knows the refusal', async () => {
  const eve = studio.api.as(await studio.given.coach());
  // By it the caller names the request, and two refusals of it are the same to the letter.
  const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
  for (const path of [`/members/${tom.id}`, `/members/${tom.id}/sessions`, '/overview?x=1']) {
    const first = await eve.get(path, { headers: { traceparent } });
    expect(first.status, path).toBeGreaterThanOrEqual(400);
    const known = { traceparent, 'If-None-Match': first.headers.get('etag') ?? '' };
    const again = await eve.get(path, { headers: known });
    expect(again, path).toMatchObject({ status: first.status, text: first.text });
  }
});
