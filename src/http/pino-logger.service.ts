import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Sends what Nest and our classes log to the server's own JSON log. */
export class PinoLogger implements LoggerService {
  constructor(private readonly logger: FastifyBaseLogger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** Nest appends the name of the class that logs, and a stack before it for errors. */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    const context = rest.at(-1);
    const fields = typeof message === 'object' && message !== null ? message : { msg: message };
    this.logger[level]({ context, ...fields });
  }
}

interface LoggedError {
  type: string;
  message: string;
  stack: string;
  [more: string]: unknown;
}

/**
 * What the log keeps of an error. Drivers' errors also carry the statement with its values, and
 * those may be password hashes.
 */
export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const { name, message, stack = '', cause } = error;
  const { code, errno, query } = error as { code?: unknown; errno?: unknown; query?: unknown };
  const rest = cause === undefined ? {} : { cause: loggedError(cause) };
  return { type: name, message, stack, code, errno, query, ...rest };
}

/** What the log keeps of a request: no query, which may hold names or a misplaced token. */
export function loggedRequest({ method, url, ip }: FastifyRequest): Record<string, string> {
  return { method, url: url.split('?')[0] ?? '', remoteAddress: ip };
}
