/*
 * Known holes in packages that the product is shipped with: fails on high and critical ones. Not
 * every registry answers that question; where none does within seconds, this says so loudly and
 * passes, because nothing was found out. `npm run audit:packages`.
 */
import { spawnSync } from 'node:child_process';
import { nameAt, shippedPackages } from './shipped-packages.mjs';

/** npm alone takes a second or two to begin. */
const [patience = '15000'] = process.argv.slice(2);
const WORDS = ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=5000'];

const { stdout, stderr, error } = spawnSync('npm', WORDS, {
  encoding: 'utf8',
  timeout: Number(patience),
  killSignal: 'SIGKILL',
});
const answer = answerIn(stdout ?? '');
const found = answer?.metadata?.vulnerabilities && answer.vulnerabilities;

if (found === undefined) {
  const why = answer?.message ?? error?.message ?? (stderr.trim().split('\n')[0] || 'no answer');
  console.warn('='.repeat(72));
  console.warn('NOT AUDITED: the registry did not say which packages have known holes.');
  console.warn(`It said: ${why.replace(/https?:\/\/\S+/g, '(its address)')}`);
  console.warn('Run `npm run audit:packages` where a registry answers it, before a release.');
  console.warn('='.repeat(72));
} else {
  const shipped = new Set([...shippedPackages('.').keys()].map(nameAt));
  const holes = Object.values(found).map(({ name, severity, range }) => {
    const isShipped = shipped.has(name);
    const where = isShipped ? 'shipped' : 'for development alone';
    return {
      isBad: isShipped && ['high', 'critical'].includes(severity),
      name,
      severity,
      range,
      where,
    };
  });
  for (const { name, severity, range, where } of holes) {
    console.log(`  ${severity}: ${name} ${range} (${where})`);
  }
  const bad = holes.filter(({ isBad }) => isBad);
  console.log(`Known holes: ${holes.length} packages, of which ${bad.length} must be replaced.`);
  if (bad.length > 0) process.exit(1);
}

function answerIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
