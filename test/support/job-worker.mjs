// Works jobs of the kind `trial` in a process of its own, until it is killed. Each takes a moment,
// and leaves a job of a kind that nobody knows: two of those are one effect too many. Its clock is
// that of the test, in which a lease is over within a second.
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';

const built = (file) => import(new URL(`../../dist/src/${file}`, import.meta.url).href);
const [{ createApp }, { readConfig }, { Jobs }, { JobRunner }] = await Promise.all(
  ['app.setup', 'config/environment', 'jobs/jobs.service', 'jobs/job-runner.service'].map((file) =>
    built(`${file}.js`),
  ),
);

const [beganAt = '0', speed = '1'] = process.argv.slice(2);
const beganMs = Number(beganAt);
const clock = { now: () => new Date(beganMs + (Date.now() - beganMs) * Number(speed)) };
const app = await createApp(readConfig(process.env), clock);
await app.init();
const jobs = app.get(Jobs);
jobs.register({
  kind: 'trial',
  run: async ({ id }) => {
    await sleep(5);
    return (tx) => jobs.add(tx, 'effect', { of: id });
  },
});
process.on('disconnect', () => process.exit(0));
for (;;) {
  await app.get(JobRunner).workDue();
  await sleep(20);
}
