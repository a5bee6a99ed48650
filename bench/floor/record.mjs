/*
 * What the product really sends for a request, as statements to be sent for others: the server's
 * general log of two requests that differ in nothing but their target. A value that differs is the
 * target's, or the id of a row that was inserted before, or a random text; all others stay.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const LITERAL = /'(?:[^'\\]|\\.|'')*'|(?<![\w`.])\d+(?:\.\d+)?\b/g;
const WORDS = { n: '\n', r: '\r', t: '\t', 0: '\0' };
/** What the product puts between statements that travel in one message, logged as one. */
const BETWEEN = ';\n';

/** The log of what the product's user sends, from now on. */
export class Recorder {
  #root;
  #user;

  constructor(root, user) {
    this.#root = root;
    this.#user = user;
  }

  async begin() {
    await this.#root.query('SET GLOBAL general_log = 0');
    await this.#root.query('TRUNCATE mysql.general_log');
    await this.#root.query("SET GLOBAL log_output = 'TABLE', GLOBAL general_log = 1");
  }

  async end() {
    // What follows the answer, as a COMMIT does not, but a ROLLBACK may.
    await sleep(20);
    await this.#root.query('SET GLOBAL general_log = 0');
    const [rows] = await this.#root.query(
      `SELECT thread_id AS connection, CONVERT(argument USING utf8mb4) AS \`sql\`
         FROM mysql.general_log
        WHERE user_host LIKE ? AND command_type IN ('Query', 'Execute')`,
      [`${this.#user}[%`],
    );
    return oneAfterAnother(rows).map(({ sql }) => sql);
  }

  /** How the product sets its connections up, as it says to the server when it opens them. */
  async sessionWhile(starting) {
    await this.begin();
    const result = await starting();
    const sent = await this.end();
    return { result, session: [...new Set(sent.filter((sql) => /^SET SESSION /i.test(sql)))] };
  }

  /**
   * The messages of a request, each a list of statements, recorded twice; undefined where the two
   * do not match.
   */
  async messagesOf(send, targets) {
    const records = [];
    for (const target of targets) {
      await this.begin();
      await send(target);
      const messages = (await this.end()).map((sql) => sql.split(BETWEEN));
      const sent = messages.flat();
      records.push({ target, messages, sent, inserted: await this.#inserted(sent) });
    }
    const [one, other] = records;
    if (one.sent.length !== other.sent.length) return undefined;
    const statements = one.sent.map((_, index) => merge(one, other, index));
    if (statements.includes(undefined)) return undefined;
    return one.messages.map(({ length }) => statements.splice(0, length));
  }

  /** The newest id of each table in which something was inserted. */
  async #inserted(sent) {
    const found = [];
    for (const [index, sql] of sent.entries()) {
      const [, table] = /^\s*INSERT\s+(?:IGNORE\s+)?INTO\s+`?(\w+)`?/i.exec(sql) ?? [];
      if (table === undefined) continue;
      const [[{ id }]] = await this.#root.query(`SELECT MAX(id) AS id FROM studio.${table}`);
      found.push({ index, table, id });
    }
    return found;
  }
}

/** What went over several connections at once goes over one: whole transactions, in turn. */
function oneAfterAnother(rows) {
  const connections = [...new Set(rows.map(({ connection }) => connection))];
  return connections.flatMap((one) => rows.filter(({ connection }) => connection === one));
}

function merge(one, other, index) {
  const [a, b] = [one.sent[index], other.sent[index]];
  const [ours, theirs] = [a.match(LITERAL) ?? [], b.match(LITERAL) ?? []];
  if (a.replace(LITERAL, '?') !== b.replace(LITERAL, '?')) return undefined;
  const values = [];
  let n = -1;
  const sql = a.replace(LITERAL, (text) => {
    n += 1;
    if (text === theirs[n] && !text.includes('?')) return text;
    values.push(valueOf(ours[n], theirs[n], { one, other, index, sql: a }));
    return '?';
  });
  return { sql, values };
}

/** What a differing value stands for, as `replay.mjs` fills it in. */
function valueOf(ours, theirs, { one, other, index, sql }) {
  const [a, b] = [plain(ours), plain(theirs)];
  const key = Object.keys(one.target).find(
    (name) => String(one.target[name]) === String(a) && String(other.target[name]) === String(b),
  );
  if (key !== undefined) return { of: key };
  if (typeof a === 'number') {
    const before = one.inserted.filter((row) => row.index < index);
    const same = before.find((row) => row.id === a);
    // The id of a row that was taken back is nowhere any more.
    const of = same ?? before.findLast(({ table }) => sql.includes(table));
    return of ? { insertOf: of.index } : a;
  }
  return /^[0-9a-f]{32,64}$/.test(a) ? { hex: a.length } : a;
}

function plain(text) {
  if (!text.startsWith("'")) return Number(text);
  return text
    .slice(1, -1)
    .replaceAll("''", "'")
    .replace(/\\(.)/gs, (_, letter) => WORDS[letter] ?? letter);
}
