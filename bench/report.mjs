import { readFileSync } from 'node:fs';
import { median } from './support/load.mjs';

const figure = (n, digits = 0) => (Number.isFinite(n) ? n.toFixed(digits) : '–');

/** `median (least–most)`. */
function spread(numbers, digits = 0) {
  const known = numbers.filter((n) => Number.isFinite(n));
  if (known.length === 0) return '–';
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return `${median(known).toFixed(digits)} (${least.toFixed(digits)}–${most.toFixed(digits)})`;
}

/** Ours to a side's, round by round: a busy machine is equally busy for both of a round. */
function ratios(rounds, name) {
  return rounds.map((round) => round.ours.perSecond / round[name].perSecond);
}

const table = (head, rows) =>
  [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`]
    .concat(rows.map((row) => `| ${row.join(' | ')} |`))
    .join('\n');

/** Ratios alone, which is what the goals are about. */
function ratioTable(results, sides) {
  const others = sides.filter((name) => name !== 'ours');
  const rows = results.map(({ job, connections, rounds }) => [
    `${job}, ${connections}`,
    ...others.map((name) => (rounds[0][name] ? spread(ratios(rounds, name), 2) : '')),
  ]);
  return table(['job, connections', ...others.map((name) => `ours / ${name}`)], rows);
}

/** What each side did, job by job. */
export function tableOf(results) {
  const head = [
    'job, connections',
    'side',
    'a second',
    'p50 ms',
    'p99 ms',
    'server ms',
    'database ms',
  ];
  const rows = results.flatMap(({ job, connections, rounds }) =>
    Object.keys(rounds[0]).map((name) => {
      const of = (key) => rounds.map((round) => round[name][key]);
      return [
        ...[`${job}, ${connections}`, name, spread(of('perSecond'))],
        ...[figure(median(of('p50')), 1), figure(median(of('p99')), 1)],
        ...[figure(median(of('serverMs')), 2), figure(median(of('databaseMs')), 2)],
      ];
    }),
  );
  return table([...head.slice(0, 5), 'server CPU ms', 'database CPU ms'], rows);
}

/** Whether the books held what was acknowledged, side by side; and what was answered otherwise. */
function storedLines(results) {
  const sides = {};
  for (const { job, rounds } of results) {
    for (const [name, { acknowledged, answered, missing, unexpected }] of rounds.flatMap(
      Object.entries,
    )) {
      sides[name] ??= { acknowledged: 0, wrong: [], others: new Map() };
      const side = sides[name];
      if (Object.keys(missing).length > 0) side.wrong.push(`${job}: ${JSON.stringify(missing)}`);
      if (unexpected)
        side.others.set(job, `${answered - acknowledged} × ${unexpected.slice(0, 90)}`);
      side.acknowledged += acknowledged;
    }
  }
  return Object.entries(sides).map(([name, { acknowledged, wrong, others }]) => {
    const stored = wrong.length === 0 ? 'all is stored' : `**not as said**: ${wrong.join('; ')}`;
    const besides = [...others].map(([job, what]) => `${job} ${what.replaceAll('|', ' ')}`);
    const otherwise = besides.length === 0 ? '' : ` Answered otherwise: ${besides.join('; ')}.`;
    return `- ${name}: ${acknowledged} acknowledged, ${stored}.${otherwise}`;
  });
}

function growthTable(growth) {
  const small = growth.find(({ size, on }) => size === 'small' && on === 'MariaDB');
  const large = growth.find(({ size }) => size === 'large');
  const cell = (one) => (one?.p50 === undefined ? 'no answer' : figure(one.p50, 1));
  const rows = Object.keys(large.figures).map((job) => [
    job,
    ...growth.map(({ figures }) => cell(figures[job])),
    figure(large.figures[job].p50 / small.figures[job].p50, 2),
    figure(large.figures[job].p95, 1),
  ]);
  const heads = growth.map(({ size, on }) => `${size}, ${on}`);
  return table(['job', ...heads, 'large / small', 'large p95'], rows);
}

function liveLines({ streams, seconds, snapshotBytes, memoryMb, before, during }) {
  const percent = (part) => `${(part * 100).toFixed(1)} %`;
  return [
    `${streams} streams: all snapshots in ${figure(seconds, 1)} s,`,
    `${figure(snapshotBytes / 1_000)} kB each, ${figure(memoryMb)} MiB of memory.`,
    `While nothing changes, the database takes`,
    `${percent(during.database)} of a processor (${percent(before.database)} without streams), the`,
    `server ${percent(during.server)} (${percent(before.server)}), with`,
    `${figure(during.statements)} statements a second (${figure(before.statements)}).`,
  ];
}

/** What people wrote about the way here. */
const STEPS = readFileSync(new URL('steps.md', import.meta.url), 'utf8').trim();

/** The whole report, ratios first. */
export function documentOf(all) {
  const { plan, machine, results, memory } = all;
  const sides = [...new Set(results.flatMap(({ rounds }) => Object.keys(rounds[0])))];
  const memories = Object.entries(memory).map(([name, mb]) => `${name} ${figure(mb)}`);
  const sends = Object.entries(all.sends ?? {}).map(
    ([job, { messages, statements }]) => `${job} ${messages}/${statements}`,
  );
  const section = (title, lines) => ['', `## ${title}`, '', ...lines];
  return [
    '# Benchmarks',
    '',
    `Written by \`npm run bench\` on ${machine.date}; do not edit. A ${plan.size} studio,`,
    `rounds of ${plan.seconds} s by turns, ${plan.rounds} of each; a ratio is of one`,
    'round, the median and (least–most) of the rounds. Above 1 the product answers more.',
    ...section('Ratios', [ratioTable(results, sides)]),
    ...section('Figures', [tableOf(results)]),
    ...section('What was acknowledged', storedLines(results)),
    ...(all.growth
      ? section('Alone, from small to large (median ms)', [growthTable(all.growth)])
      : []),
    ...(all.live ? section('Live updates', liveLines(all.live)) : []),
    ...section('Besides', [
      `- Start to the first answer: ${figure(all.startMs)} ms.`,
      `- Memory at rest: ${figure(all.atRestMb)} MiB. After the load: ${memories.join(', ')};`,
      '  what processes share is counted once.',
      `- Messages and statements a request: ${sends.join(', ') || 'not recorded'}.`,
      `- The client alone reaches ${figure(all.ceiling)} requests a second (/health/live).`,
      `- ${machine.processor}, ${machine.memoryGb} GiB; Node ${machine.node}, MariaDB`,
      `  ${machine.mariadb}, PHP ${machine.php}, nginx ${machine.nginx}; buffer pool`,
      `  ${plan.bufferPool}, innodb_flush_log_at_trx_commit=1; ${figure(all.minutes, 1)} minutes.`,
    ]),
    '',
    STEPS,
    '',
  ].join('\n');
}
