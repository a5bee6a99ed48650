import type { Config } from './config/config.js';
import { secretFileOf } from './config/kept-secret.js';
import { takesAnyHost } from './config/reach.js';

/** What the product says once it serves; `more` are further lines. */
export function greeting(config: Config, port: number, more: readonly string[] = []): string {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  if (config.jobs === 'only') {
    const about = 'Coach sessions works in the background here, and serves nobody.';
    return `\n${about}\n  Health      http://${host}:${port}/health/ready\n\n`;
  }
  const lines = [
    '',
    'Coach sessions is running.',
    `  Dashboard   http://${host}:${port}/app/`,
    `  API         http://${host}:${port}/api/v1`,
    config.swaggerUi
      ? `  Swagger UI  http://${host}:${port}/docs`
      : `  Document    http://${host}:${port}/docs-json`,
    `  Studio time ${config.studioTimeZone}`,
    ...hostLines(config),
    ...processLines(config),
    ...openWayLines(config),
    ...secretLines(config),
    ...more,
  ];
  return `${lines.join('\n')}\n\n`;
}

/** How the first admin is made, while there is none. */
export function setUpLines(code: string): string[] {
  return [
    '  No admin    yet: make the first one in the dashboard, by this code',
    `  Code        ${code}`,
  ];
}

/** What the product says where it waits, and answers nothing yet. */
export function waitingGreeting(reason: string): string {
  const lines = [
    '',
    'Coach sessions is waiting, and serves nobody yet.',
    `  ${reason}`,
    '  It goes on by itself as soon as that is done; until then it answers 503.',
  ];
  return `${lines.join('\n')}\n\n`;
}

function processLines({ processes, processesAsked }: Config): string[] {
  if (processesAsked === 1) return [];
  const why = processes < processesAsked ? ', because the embedded database has one writer' : '';
  return [`  Processes   ${processes}${why}`];
}

/** Said at each start, because nobody has said yet that it is meant. */
function hostLines(config: Config): string[] {
  if (!takesAnyHost(config) || config.publicHosts.length > 0) return [];
  return ['  Host names  any, until PUBLIC_HOSTS says which are the product’s'];
}

/** Said once: whoever moves the database must know that it has a neighbour. */
function secretLines({ jwtSecretSource, database }: Config): string[] {
  if (jwtSecretSource !== 'made' || !('file' in database)) return [];
  return [`  Secret      made, and kept in ${secretFileOf(database.file)}`];
}

/** A network between the product and its server may be one that nobody else is on. */
function openWayLines({ database }: Config): string[] {
  if (!('tls' in database) || !database.tls.isOpen) return [];
  const { hostname } = new URL(database.url);
  return [`  Database    ${hostname}, not encrypted on the way: set DATABASE_TLS (.env.example)`];
}
