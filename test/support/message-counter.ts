import { DIALECT } from '../../src/database/dialects/dialect.token.js';
import type { Dialect } from '../../src/database/dialects/dialect.js';
import type { Studio } from './studio.js';

/** What one request sends to the database. */
export interface Traffic {
  /** Messages: each is a round trip, where the database is a server. */
  readonly messages: string[][];
  readonly statements: number;
}

/** Watches the messages that the product of a studio sends while `work` is under way. */
export async function trafficOf(studio: Studio, work: () => Promise<unknown>): Promise<Traffic> {
  const messages: string[][] = [];
  await withSending(studio, work, async (send, statements) => {
    messages.push(statements.map(({ sql }) => sql));
    return send();
  });
  return { messages, statements: messages.flat().length };
}

type Statements = Parameters<Dialect['send']>[1];
type Results = ReturnType<Dialect['send']>;

/** Has every message go through `carry` while `work` is under way. */
export async function withSending(
  studio: Studio,
  work: () => Promise<unknown>,
  carry: (send: () => Results, statements: Statements) => Results,
): Promise<void> {
  const dialect = studio.app.get<Dialect>(DIALECT, { strict: false });
  const send = dialect.send.bind(dialect);
  dialect.send = async (runner, statements) => {
    return carry(async () => send(runner, statements), statements);
  };
  try {
    await work();
  } finally {
    dialect.send = send;
  }
}
