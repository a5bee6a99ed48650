/*
 * Asks whether a product lives, over a new connection each time, until it is told to stop: in a
 * thread of its own, for a crowd of clients in the thread of a test would be measured, too.
 */
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

const PAUSE_MS = 20;
const asked = [];
const over = new AbortController();
parentPort.once('message', () => over.abort());

const ask = () =>
  new Promise((resolve, reject) => {
    get(workerData, { agent: false }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    }).once('error', reject);
  });

while (!over.signal.aborted) {
  const since = performance.now();
  const status = await ask();
  asked.push({ status, tookMs: performance.now() - since });
  await sleep(PAUSE_MS);
}
parentPort.postMessage(asked);
