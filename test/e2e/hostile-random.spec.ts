import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HostileStage } from '../support/hostile-stage.js';
import { NASTY_TEXTS, wrongValues } from '../support/hostile-values.js';
import type { Caller } from '../support/matrix-scene.js';
import { type Chance, chance, seedFor } from '../support/seed.js';
import {
  type DocumentedRoute,
  resolve,
  routesIn,
  type Schema,
  servedDocument,
} from '../support/served-document.js';
import { SIZED_TIMEOUT_MS, size } from '../support/size.js';

const api = await servedDocument();
const REQUESTS = size({ ci: 400, full: 5000 });
const WHO: Caller[] = ['an admin', 'staff', 'the member’s own coach', 'a member', 'nobody'];

describe('random requests, made of the document', () => {
  let stage: HostileStage;

  beforeAll(async () => {
    stage = await HostileStage.open(api);
  });
  afterAll(() => stage.close());

  it(
    `${REQUESTS} of them are all answered as documented, and none is a failure`,
    async () => {
      const luck = chance(seedFor('hostile-random'));
      const statuses = new Map<number, number>();
      for (let i = 0; i < REQUESTS; i += 1) {
        const route = luck.oneOf(routesIn(api));
        const request = randomRequest(route, luck);
        const caller = luck.oneOf(WHO);
        const answer = await stage.send(route, { ...request, caller });
        stage.expectDocumented(route, answer, `${caller}: ${JSON.stringify(request)}`);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      }
      // Not all of it is refused at the door: some get through, and some meet a rule.
      for (const status of [200, 400, 401, 403]) expect([...statuses.keys()]).toContain(status);
    },
    SIZED_TIMEOUT_MS,
  );

  function randomRequest({ operation }: DocumentedRoute, luck: Chance) {
    const schema = operation.requestBody?.content['application/json']?.schema;
    const raw = schema ? randomObject(resolve(api, schema), luck) : undefined;
    const queries = (operation.parameters ?? []).filter((one) => one.in === 'query');
    const query = queries
      .filter(() => luck.between(1, 3) === 1)
      .map(({ name, schema: kind }) => `${name}=${encodeURIComponent(randomQuery(kind, luck))}`);
    const key = luck.oneOf(['', 'key', 'KEY', 'x'.repeat(luck.between(1, 130))]);
    return {
      query: query.join('&'),
      ...(raw === undefined ? {} : { raw }),
      ...(key === '' ? {} : { key }),
    };
  }

  function randomObject({ properties = {} }: Schema, luck: Chance): string {
    const fields = Object.entries(properties)
      .filter(() => luck.between(1, 4) > 1)
      .map(([name, schema]) => `${JSON.stringify(name)}:${randomValue(schema, luck)}`);
    if (luck.between(1, 12) === 1) fields.push(`"${luck.oneOf(['x', 'id', 'toString'])}":1`);
    return `{${fields.join(',')}}`;
  }

  function randomValue(given: Schema, luck: Chance): string {
    if (luck.between(1, 5) === 1) return luck.oneOf(wrongValues(api, given));
    const schema = resolve(api, given.allOf?.[0] ?? given);
    if (schema.properties) return randomObject(schema, luck);
    const { items } = schema;
    if (items) return `[${randomValue(items, luck)}]`;
    const { minimum = 0, maximum = 1, enum: words, example } = schema;
    if (words) return JSON.stringify(luck.oneOf(words));
    const known = example === undefined ? [] : [JSON.stringify(example)];
    const type = [schema.type].flat()[0];
    if (type === 'integer') {
      const near = Math.min(maximum, minimum + 50);
      return luck.oneOf([...known, String(luck.between(minimum, near)), String(maximum), '1']);
    }
    if (type === 'boolean') return luck.oneOf(['true', 'false']);
    return luck.oneOf([...known, JSON.stringify(luck.oneOf(NASTY_TEXTS)), '"2026-03-10"']);
  }

  function randomQuery(schema: Schema, luck: Chance): string {
    const { enum: words = [], example = 'x' } = schema;
    const nasty = luck.oneOf([...NASTY_TEXTS, '0', '-1', '1e9', '']);
    return String(luck.oneOf([...words, `${example}`, '1', '2026-03-10', 'true', nasty]));
  }
});
