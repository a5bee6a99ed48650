import { Readable } from 'node:stream';
import type { Access } from '../http/api-request.js';

/** What may wait for a client that reads slowly. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
const HEARTBEAT_EVERY_MS = 15_000;
/** How long the client has to take what was sent last, before the connection is cut. */
const LAST_WORDS_MS = 1_000;
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
  readonly output = new Readable({ read: () => this.becomeReady() });
  private ready = false;
  private readonly waiting: (() => void)[] = [];
  private isEnded = false;
  private sentAtMs = performance.now();

  /** `hangUp` cuts the connection, for a client that takes no more. */
  constructor(
    readonly access: Access,
    private readonly hangUp: () => void,
  ) {
    this.output.once('close', () => {
      this.isEnded = true;
      this.becomeReady();
    });
    this.output.push(`retry: ${RETRY_MS}\n\n`);
  }

  get isOpen(): boolean {
    return !this.isEnded;
  }

  /** Sends an event with JSON on one line; a client that takes too little is told to go. */
  send(event: string, json: string): void {
    if (this.isEnded) return;
    this.push(`event: ${event}\ndata: ${json}\n\n`);
    if (this.output.readableLength > MAX_WAITING_BYTES) this.end('too_slow');
  }

  /** Lets the client, and everything in between, know that the silence is one. */
  beatIfSilent(): void {
    const silentMs = performance.now() - this.sentAtMs;
    if (!this.isEnded && silentMs >= HEARTBEAT_EVERY_MS) this.push(': heartbeat\n\n');
  }

  /** Says why, and closes; for good, whether the client listens or not. */
  end(reason: EndReason): void {
    if (this.isEnded) return;
    this.push(`event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
    this.output.push(null);
    this.isEnded = true;
    this.becomeReady();
    const timer = setTimeout(this.hangUp, LAST_WORDS_MS).unref();
    this.output.once('close', () => clearTimeout(timer));
  }

  /** Waits until the client has taken most of what was sent, or the stream is over. */
  async whenReady(): Promise<void> {
    if (this.ready || this.isEnded) return;
    await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private push(text: string): void {
    this.ready = false;
    this.sentAtMs = performance.now();
    this.output.push(text);
  }

  private becomeReady(): void {
    this.ready = true;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
