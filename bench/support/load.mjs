import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { atTheEnd } from './processes.mjs';

let worker;

/** Plays a round in a thread of its own and tells what came of it. */
export async function play(order) {
  worker ??= startWorker();
  const answer = once(worker, 'message');
  worker.postMessage(order);
  const [result] = await answer;
  return result;
}

function startWorker() {
  const started = new Worker(new URL('./load-worker.mjs', import.meta.url));
  atTheEnd(async () => {
    await started.terminate();
    worker = undefined;
  });
  return started;
}

/** The number below which a part of them lies. */
export function quantile(numbers, part) {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

/** The one in the middle, or what is between the two there. */
export function median(numbers) {
  const sorted = Float64Array.from(numbers).sort();
  const [low, high] = [(sorted.length - 1) >> 1, sorted.length >> 1];
  return (sorted[low] + sorted[high]) / 2;
}
