import { createRequire } from 'node:module';
import type { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { untilNobodyComes } from '../common/quiet-turn.js';

/** The thing of Node's own that listens. */
interface Handle {
  onconnection: (...all: unknown[]) => void;
  close(): void;
}

const HANDED_OVER_WITHIN_MS = 1_000;

/**
 * The port of several processes, which the primary has. Node closes it when the last worker closes
 * its own, and then drops who came meanwhile: the operating system's, and those on the way to that
 * worker. So it is closed here first, which takes hold of what Node keeps to itself; where a
 * version of Node makes it otherwise, there is nothing to hold, and nothing is changed.
 */
export class ListeningPort {
  private handle: Handle | undefined;

  /** Called once, before the first worker is started. */
  watch(): void {
    // The object of Node's own modules, whose functions they call.
    const net = createRequire(import.meta.url)('node:net') as typeof import('node:net');
    const { createServer } = net;
    net.createServer = (...all: unknown[]): Server => {
      const server = (createServer as (...some: unknown[]) => Server)(...all);
      // The one that Node makes for its workers is to get no connections itself.
      if ((all[0] as (() => void) | undefined)?.name !== 'fail') return server;
      return server.once('listening', () => {
        this.handle = (server as unknown as { _handle: Handle })._handle;
      });
    };
  }

  /** Closes the port behind all who have come; `untaken` are those on their way to a worker. */
  async close(untaken: () => number): Promise<void> {
    const { handle } = this;
    if (!handle?.onconnection) return;
    let come = 0;
    const { onconnection } = handle;
    handle.onconnection = (...all) => {
      come += 1;
      onconnection.apply(handle, all);
    };
    await untilNobodyComes(() => come);
    handle.close();
    const deadlineMs = performance.now() + HANDED_OVER_WITHIN_MS;
    while (untaken() > 0 && performance.now() < deadlineMs) await sleep(5);
  }
}
