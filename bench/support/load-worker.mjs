/*
 * A thread that plays the clients of a round: connections that are kept alive, each with one
 * request under way, the next one as soon as it is answered.
 */
import { parentPort } from 'node:worker_threads';
import { createConnection } from 'mysql2';
import { replay } from '../floor/replay.mjs';
import { encode, HttpConnection } from './http-connection.mjs';

/** What is sent over HTTP, and to which port: several processes get the connections by turns. */
function httpClients({ ports, connections, requests, tokens = [] }) {
  const bytes = requests.map(({ token, headers = {}, ...request }) => {
    const authorization = token === undefined ? {} : { Authorization: `Bearer ${tokens[token]}` };
    return encode({ ...request, headers: { ...authorization, ...headers } }, ports[0]);
  });
  return Array.from({ length: connections }, (_, n) => {
    const connection = new HttpConnection(ports[n % ports.length]);
    return {
      send: (index, done) => connection.send(bytes[index], done),
      close: () => connection.close(),
    };
  });
}

/** What is sent to the database itself: the messages of each request, one after the other. */
function sqlClients({ database, session, messages, connections, requests }) {
  const open = () => {
    const connection = createConnection(database);
    for (const sql of session) connection.query(sql);
    return connection;
  };
  return Array.from({ length: connections }, () => {
    let connection = open();
    return {
      send: (index, done) =>
        replay(connection, messages, requests[index].body, (error) => {
          if (error?.fatal) connection = open();
          // What is refused at once must not fill the stack.
          if (error) setImmediate(() => done(500, '', String(error)));
          else done(200, '', '');
        }),
      close: () => connection.end(),
    };
  });
}

/** Sends the requests in their order; reads begin again at the end, writes stop there. */
function play(order) {
  const { requests, forMs, again } = order;
  const clients = order.messages ? sqlClients(order) : httpClients(order);
  const latencies = [];
  const result = { answered: 0, acknowledged: 0, bytes: 0, statuses: {}, unexpected: undefined };
  const from = performance.now();
  let [next, open] = [0, 0];
  return new Promise((fulfil) => {
    const end = () => {
      for (const client of clients) client.close();
      const seconds = (performance.now() - from) / 1_000;
      fulfil({ ...result, seconds, sent: next, latencies: Float64Array.from(latencies) });
    };
    const go = (client) => {
      const isOver = performance.now() - from >= forMs || (!again && next >= requests.length);
      if (isOver) {
        if (open === 0) end();
        return;
      }
      const index = next % requests.length;
      next += 1;
      open += 1;
      const at = performance.now();
      client.send(index, (status, head, body) => {
        open -= 1;
        latencies.push(performance.now() - at);
        note(result, requests[index], status, body);
        go(client);
      });
    };
    clients.forEach(go);
  });
}

function note(result, { ack, status: wanted }, status, body) {
  result.answered += 1;
  result.bytes += body.length;
  result.statuses[status] = (result.statuses[status] ?? 0) + 1;
  const fits =
    (wanted === undefined ? status < 300 : status === wanted) && body.includes(ack ?? '');
  if (fits) result.acknowledged += 1;
  else result.unexpected ??= `${status} ${body.slice(0, 300)}`;
}

parentPort.on('message', async (order) => parentPort.postMessage(await play(order)));
