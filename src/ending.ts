import type { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Connections } from './http/connections.service.js';
import { Stopping } from './http/stopping.js';
import { Background } from './jobs/background.service.js';
import { EventStreams } from './realtime/event-streams.service.js';

/** A stop takes no longer, whatever hangs, besides the time in which it goes on serving. */
const STOP_WITHIN_MS = 10_000;
/** Who has just been answered may just be asking again. */
const ASKS_AGAIN_WITHIN_MS = 250;
/** As above, where nobody waits for the end, because another process serves on the port. */
const HAND_OVER_WITHIN_MS = 2_000;

/** How the process that serves ends: once, in order, and nobody who has asked goes unanswered. */
export class Ending {
  private isUnderWay = false;

  constructor(private readonly app: NestFastifyApplication) {}

  /**
   * Is not ready from now on, and serves for `graceMs` nevertheless, so that balancers see it. The
   * port is closed only then; of several processes by the primary, which says when.
   */
  stop(graceMs: number, portIsClosed?: Promise<void>): void {
    this.run(graceMs, async () => {
      this.app.get(Stopping).begin();
      // Nobody knows yet of one that is still starting.
      if (this.server.listening) await (portIsClosed ?? sleep(graceMs));
      // Listeners open another stream two seconds later, which should not be one of this process.
      this.app.get(EventStreams).endAll();
      await this.app.get(Connections).end(ASKS_AGAIN_WITHIN_MS);
    });
  }

  /** Ends because another process has taken over on the same port: nobody need see it. */
  handOver(): void {
    this.run(HAND_OVER_WITHIN_MS, async () => {
      const gone = this.app.get(Connections).end(HAND_OVER_WITHIN_MS);
      this.app.get(EventStreams).endAll();
      await gone;
    });
  }

  private get server(): Server {
    return this.app.getHttpServer();
  }

  private run(extraMs: number, work: () => Promise<void>): void {
    if (this.isUnderWay) return;
    this.isUnderWay = true;
    setTimeout(() => process.exit(1), extraMs + STOP_WITHIN_MS).unref();
    // What is under way there has its time from now on; `close` waits for it.
    void this.app.get(Background).end();
    work()
      .then(() => this.app.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          new Logger(Ending.name).error({ msg: 'the stop failed', err: error });
          process.exit(1);
        },
      );
  }
}
