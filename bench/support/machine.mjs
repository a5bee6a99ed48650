import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { programOf } from './processes.mjs';

/** Where the figures come from. */
export function machineOf(server) {
  const version = (pattern, args) => {
    const program = programOf(pattern);
    return execFileSync('sh', ['-c', `"${program}" ${args} 2>&1`], { encoding: 'utf8' });
  };
  return {
    processor: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    mariadb: server.version,
    php: /PHP (\S+)/.exec(version(/^php-fpm[\d.]*$/, '-v'))?.[1],
    nginx: /nginx\/(\S+)/.exec(version(/^nginx$/, '-v'))?.[1],
    date: new Date().toISOString().slice(0, 10),
  };
}
