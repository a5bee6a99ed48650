import { Readable } from 'node:stream';
import type { Access } from '../http/api-request.js';

/** The most bytes that are buffered for a client that reads slowly. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
const HEARTBEAT_EVERY_MS = 15_000;
/** How long the client has to read the `end` event before the connection is closed. */
const CLOSE_TIMEOUT_MS = 1_000;
/** How long the client waits before it opens another stream. */
const RETRY_MS = 2_000;

export const END_REASONS = [
  'access_ended',
  'server_stopping',
  'too_many_streams',
  'too_slow',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** One open stream of server-sent events to one client. Nothing reaches it after its end. */
export class EventStream {
  /** The bytes, for the server to send. */
  readonly output = new Readable({ read: () => undefined });
  private isEnded = false;
  private sentAtMs = performance.now();

  /**
   * `disconnect` closes the connection of a client that has not read the end in time; `onEnd` is
   * called as soon as nothing more is sent, perhaps twice.
   */
  constructor(
    readonly access: Access,
    private readonly disconnect: () => void,
    private readonly onEnd: () => void = () => undefined,
  ) {
    this.output.once('close', () => {
      this.isEnded = true;
      this.onEnd();
    });
    this.output.push(`retry: ${RETRY_MS}\n\n`);
  }

  get isOpen(): boolean {
    return !this.isEnded;
  }

  /** Sends an event with JSON on one line; ends the stream of a client that reads too slowly. */
  send(event: string, json: string): void {
    if (this.isEnded) return;
    this.push(`event: ${event}\ndata: ${json}\n\n`);
    if (this.output.readableLength > MAX_WAITING_BYTES) this.end('too_slow');
  }

  /** Sends a heartbeat after a time without events, so that no proxy closes the connection. */
  sendHeartbeatIfIdle(): void {
    const idleMs = performance.now() - this.sentAtMs;
    if (!this.isEnded && idleMs >= HEARTBEAT_EVERY_MS) this.push(': heartbeat\n\n');
  }

  /** Sends an `end` event, and closes the stream whether the client reads it or not. */
  end(reason: EndReason): void {
    if (this.isEnded) return;
    this.push(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
    this.output.push(null);
    this.isEnded = true;
    this.onEnd();
    // Also where the server has all of it: the last part may wait in the connection for ever.
    setTimeout(this.disconnect, CLOSE_TIMEOUT_MS).unref();
  }

  private push(text: string): void {
    this.sentAtMs = performance.now();
    this.output.push(text);
  }
}
