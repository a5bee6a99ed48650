import { playRound } from './rounds.mjs';

const RESERVE = 500;
/** A round of each side before those that count: programs and pages are warm then. */
const WARM_UP_MS = 500;

/**
 * Plays all jobs, by all sides in turns: `plan` has `rounds`, `seconds`, `connections`, and the
 * jobs that many connections at once ask for (`crowded`). Tells `say` each result.
 */
export async function playByTurns({ server, sides, jobs, plan, say }) {
  const results = [];
  for (const job of jobs) {
    for (const connections of plan.connections) {
      const isCrowd = connections > 16;
      if (isCrowd && !plan.crowded.includes(job.name)) continue;
      // The floor is a floor with few connections already.
      const able = sides.filter((side) => side.can(job) && !(isCrowd && side.kind === 'floor'));
      const all = { server, able, job, plan, connections };
      await playAll({ ...all, round: 0, forMs: WARM_UP_MS });
      const rounds = [];
      for (let round = 0; round < plan.rounds; round += 1) {
        rounds.push(await playAll({ ...all, round, forMs: plan.seconds * 1_000 }));
      }
      const result = { job: job.name, what: job.what, connections, rounds };
      results.push(result);
      say(result);
    }
  }
  return results;
}

/** A round of each side; another one begins each time. */
async function playAll({ server, able, job, plan, connections, round, forMs }) {
  const figures = {};
  for (let turn = 0; turn < able.length; turn += 1) {
    const side = able[(turn + round) % able.length];
    const how = { connections, count: shareOf(job, side, able, plan), forMs };
    figures[side.name] = await playRound(server, side, job, how);
  }
  return figures;
}

/** How many targets a round may use up, so that the last one has some too. */
function shareOf(job, side, able, plan) {
  if (!job.times) return 0;
  const sharers = able.filter(({ targets }) => targets === side.targets).length;
  const times = job.times[side.kind];
  const rounds = sharers * (plan.rounds + 1) * plan.connections.length;
  // Some are taken for other things: to record the floor, and for what is repeated.
  const all = side.targets.count * times;
  return Math.max(1, Math.floor((all - Math.min(RESERVE, all / 2)) / rounds));
}
