/*
 * The floor: a bare Fastify route over a bare mysql2 client that sends the product's own
 * statements of a job. It checks nobody, knows no rules, and answers with what came last.
 *
 *   node bench/floor/server.mjs RECORDED.json PORT
 */
import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import { createPool } from 'mysql2';
import { replay } from './replay.mjs';

const [, , file, port] = process.argv;
const { database, session, jobs } = JSON.parse(readFileSync(file, 'utf8'));
const pool = createPool({ ...database, connectionLimit: 10 });
pool.on('connection', (connection) => {
  for (const sql of session) connection.query(sql);
});

const app = Fastify();
app.post('/:job', (request, reply) => {
  pool.getConnection((failed, connection) => {
    if (failed) {
      reply.code(503).send({ failed: String(failed) });
      return;
    }
    replay(connection, jobs[request.params.job], request.body, (error, rows) => {
      connection.release();
      if (error) reply.code(500).send({ failed: String(error) });
      else reply.send({ done: true, rows });
    });
  });
});
await app.listen({ port: Number(port), host: '127.0.0.1' });
