import { Readable } from 'node:stream';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { StreamTickets } from '../auth/stream-tickets.service.js';
import type { Access, ApiRequest } from '../http/api-request.js';
import { Clock } from '../common/clock.js';
import { Meter, type Tally } from '../common/meter.js';
import { Pauses } from '../common/pauses.js';
import { Problem } from '../common/problem.js';
import { Config } from '../config/config.js';
import { SharedState } from '../processes/shared-state.js';
import { EventStream } from './event-stream.js';
import { LivePackages } from './live-packages.service.js';

const PULSE_EVERY_MS = 500;
/** How often all accesses are looked up: a stream must end with the account or its device token. */
const ACCESSES_EVERY_MS = 3_000;
const STREAMS_A_PERSON = 5;
/** Of the connections; whoever listens wants another one for what they do. */
const SHARE_OF_CONNECTIONS = 0.5;

/** Opens streams of live updates, and ends each in time. Without streams nothing runs. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly logger = new Logger(EventStreams.name);
  private readonly streams = new Set<EventStream>();
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | undefined;
  private accessesAtMs = 0;
  private isFailing = false;
  private isStopping = false;
  private readonly places: number;
  private readonly refused: Tally;
  private readonly pauses = new Pauses([10, 12, 14, 16, 18, 20]);

  constructor(
    private readonly clock: Clock,
    private readonly tickets: StreamTickets,
    private readonly live: LivePackages,
    private readonly shared: SharedState,
    config: Config,
    meter: Meter,
  ) {
    this.places = Math.floor(config.maxConnections * SHARE_OF_CONNECTIONS);
    this.refused = meter.tally('coach_streams_refused_total');
    meter.watch('coach_streams_open', () => this.streams.size);
  }

  /** What is open and running in this process. */
  get state(): { streams: number; audiences: number; isWatching: boolean } {
    const isWatching = this.timer !== undefined;
    return { streams: this.streams.size, audiences: this.live.audienceCount, isWatching };
  }

  /**
   * The bytes of a new stream. The sixth of a person ends the oldest, because the newest is most
   * likely the one in use. Throws `unavailable`, also where the streams hold all of their share of
   * the connections: a stream is kept for hours, and who taps must find a place.
   */
  async open(access: Access, { method, raw }: ApiRequest): Promise<Readable> {
    if (this.isStopping) throw new Problem('unavailable', 'The server is stopping.');
    // A HEAD request reads no body, so its stream would never end.
    if (method === 'HEAD') return Readable.from([]);
    if (this.streams.size >= this.places) throw this.refusal();
    const { socket } = raw;
    const giveUp = () => stream.end('too_many_streams');
    const leave = this.shared.takePlace(`streams ${access.person.id}`, STREAMS_A_PERSON, giveUp);
    const cut = () => {
      // Nothing waits for who has read the end: the connection may serve another request by now.
      if (socket.writableLength > 0) socket.destroy();
    };
    const stream = new EventStream(access, cut, leave);
    const disconnect = () => stream.output.destroy();
    socket.once('close', disconnect);
    stream.output.once('close', () => {
      socket.off('close', disconnect);
      this.forget(stream);
    });
    if (socket.destroyed) disconnect();
    this.admit(stream);
    try {
      await this.live.subscribe(stream);
    } catch (error) {
      stream.output.destroy();
      throw error;
    }
    // Whoever has left meanwhile is sent nothing, which is nobody's fault.
    return stream.output.destroyed ? Readable.from([]) : stream.output;
  }

  /** Ends all streams, and opens no more, so that their clients open others, elsewhere or later. */
  endAll(): void {
    this.isStopping = true;
    for (const stream of this.streams) stream.end('server_stopping');
  }

  /** Ends all streams, so that the server can stop. */
  async onModuleDestroy(): Promise<void> {
    this.endAll();
    this.stopWatching();
    await this.round;
  }

  private refusal(): Problem {
    this.refused.add();
    const detail = 'Too many live updates are open. Try again in a moment.';
    return new Problem('unavailable', detail, { retryAfter: this.pauses.next() });
  }

  private admit(stream: EventStream): void {
    this.streams.add(stream);
    this.timer ??= setInterval(() => this.pulse(), PULSE_EVERY_MS).unref();
  }

  private forget(stream: EventStream): void {
    this.streams.delete(stream);
    if (this.streams.size === 0) this.stopWatching();
  }

  private stopWatching(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** What needs only the clock comes first: it must not wait for a database that is down. */
  private pulse(): void {
    const now = this.clock.now();
    for (const stream of this.streams) {
      if (stream.access.endsAt <= now) stream.end('access_ended');
      else stream.sendHeartbeatIfIdle();
    }
    this.round ??= this.watch().finally(() => (this.round = undefined));
  }

  private async watch(): Promise<void> {
    try {
      await this.checkAccesses();
      await this.live.publishChanges();
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn({ msg: 'live updates will try again', err: error });
      this.isFailing = true;
    }
  }

  private async checkAccesses(): Promise<void> {
    const startedAtMs = performance.now();
    if (startedAtMs - this.accessesAtMs < ACCESSES_EVERY_MS) return;
    const open = [...this.streams].filter(({ isOpen }) => isOpen);
    const ended = new Set(await this.tickets.endedAmong(open.map(({ access }) => access)));
    for (const stream of open) if (ended.has(stream.access)) stream.end('access_ended');
    await this.live.endOutdated();
    this.accessesAtMs = startedAtMs;
  }
}
