import type { Findings, Violation } from './findings.js';
import type { Pass } from './passes.js';
import type { RecordsRepository } from './records.repository.js';
import type { RecordKey, StoredAnswer } from './verify-rows.js';

/** Answers may be long. */
const RECORDS_AT_ONCE = 500;

/** `highest` is how many records have been read. */
interface RecordsPart {
  readonly highest: number;
  readonly answers: readonly StoredAnswer[];
}

/**
 * Law 5: what was answered under each key. That none stands twice is the primary key's: nothing
 * could be found here that contradicts it.
 */
export function recordsPass(rows: RecordsRepository, found: Findings): Pass<RecordsPart> {
  found.count('5', 'idempotency records', 0);
  let last: RecordKey = { actorKey: '', keyHash: '' };
  return {
    name: 'idempotency records',
    last: (tx) => rows.recordCount(tx),
    next: async (tx, after) => {
      const answers = await rows.answers(tx, last, RECORDS_AT_ONCE);
      return answers.length === 0 ? undefined : { highest: after + answers.length, answers };
    },
    take: ({ answers }) => {
      last = answers.at(-1) ?? last;
      found.count('5', 'idempotency records', answers.length);
      found.add(answers.flatMap(checkAnswer));
    },
  };
}

function checkAnswer({ actorKey, keyHash, status, answer }: StoredAnswer): Violation[] {
  const record = `idempotency record ${actorKey}/${keyHash}`;
  const isDone = status !== null && status >= 200 && status < 300;
  if (!isDone) return [{ law: '5', what: `${record} holds status ${status ?? 'none'}` }];
  return isJson(answer) ? [] : [{ law: '5', what: `the answer of ${record} is not JSON` }];
}

function isJson(text: string | null): boolean {
  try {
    JSON.parse(text ?? '');
    return true;
  } catch {
    return false;
  }
}
