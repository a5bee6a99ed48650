import type { Findings, Violation } from './findings.js';
import type { Pass } from './passes.js';
import type { VerifyRepository } from './verify.repository.js';
import type { RepeatedKey, StoredAnswer } from './verify-rows.js';

/** Answers may be long. */
const RECORDS_AT_ONCE = 500;

interface RecordsPart {
  readonly highest: number;
  readonly count: number;
  readonly answers: readonly StoredAnswer[];
}

/** Law 5: what was answered under each key. */
export function recordsPass(rows: VerifyRepository, found: Findings): Pass<RecordsPart> {
  found.count('5', 'idempotency records', 0);
  return {
    name: 'idempotency records',
    last: (tx) => rows.lastId(tx, 'records'),
    next: async (tx, after) => {
      const page = await rows.nextIds(tx, 'records', after, RECORDS_AT_ONCE);
      if (!page) return undefined;
      const answers = await rows.answers(tx, page);
      return { highest: page.highest, count: page.count, answers };
    },
    take: ({ count, answers }) => {
      found.count('5', 'idempotency records', count);
      found.add(answers.flatMap(checkAnswer));
    },
  };
}

/** Law 5: keys that stand in more than one record, asked at once of their unique key. */
export function keysPass(
  rows: VerifyRepository,
  found: Findings,
): Pass<{ readonly highest: number; readonly repeated: readonly RepeatedKey[] }> {
  return {
    name: 'idempotency keys',
    last: () => Promise.resolve(1),
    next: async (tx, after) => {
      return after > 0 ? undefined : { highest: 1, repeated: await rows.repeatedKeys(tx) };
    },
    take: ({ repeated }) => {
      const violations = repeated.map(({ actorId, firstId, lastId }): Violation => {
        const what = `idempotency records ${firstId} and ${lastId} of actor ${actorId} share a key`;
        return { law: '5', what };
      });
      found.add(violations);
    },
  };
}

function checkAnswer({ id, status, answer }: StoredAnswer): Violation[] {
  const isDone = status !== null && status >= 200 && status < 300;
  if (!isDone)
    return [{ law: '5', what: `idempotency record ${id} holds status ${status ?? 'none'}` }];
  return isJson(answer)
    ? []
    : [{ law: '5', what: `the answer of idempotency record ${id} is not JSON` }];
}

function isJson(text: string | null): boolean {
  try {
    JSON.parse(text ?? '');
    return true;
  } catch {
    return false;
  }
}
