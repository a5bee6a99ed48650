import type { Socket } from 'node:net';
import type { Carry } from './cut-proxy.js';

/** After so long without a word, a server has done what it was sent. */
const QUIET_MS = 25;

/** A network that loses the answers to some of the COMMITs: done by the server, unknown to us. */
export class LostCommits {
  /** How often the server did what the client never heard of. */
  count = 0;

  constructor(private readonly isNextLost: () => boolean) {}

  readonly carry: Carry = (client, server) => {
    server.pipe(client);
    client.on('data', (chunk: Buffer) => {
      server.write(chunk);
      if (chunk.includes('COMMIT') && this.isNextLost()) this.lose(client, server);
    });
    client.once('close', () => server.end());
    server.once('close', () => client.destroy());
  };

  private lose(client: Socket, server: Socket): void {
    server.unpipe(client);
    let quiet: NodeJS.Timeout | undefined;
    server.on('data', () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => {
        this.count += 1;
        client.destroy();
      }, QUIET_MS);
    });
    server.resume();
  }
}
