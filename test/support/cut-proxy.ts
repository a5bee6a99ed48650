import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Carries what is sent between a client and the server behind the proxy. */
export type Carry = (client: Socket, server: Socket) => void;

/** A way to a server that can be cut at any instant, as a network does it. */
export class CutProxy {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async before(
    url: string,
    carry: Carry = carryAll,
  ): Promise<{ proxy: CutProxy; url: string }> {
    const target = new URL(url);
    const { hostname, port } = target;
    const server = createServer();
    const proxy = new CutProxy(server);
    server.on('connection', (socket) => {
      const other = connect(Number(port), hostname);
      for (const one of [socket, other]) proxy.keep(one);
      carry(socket, other);
    });
    await new Promise<void>((fulfil) => server.listen(0, '127.0.0.1', fulfil));
    target.hostname = '127.0.0.1';
    target.port = String((server.address() as AddressInfo).port);
    return { proxy, url: target.href };
  }

  /** Ends all connections that are open; new ones are taken. Says how many there were. */
  cut(): number {
    const open = [...this.sockets];
    for (const socket of open) socket.destroy();
    return open.length;
  }

  async close(): Promise<void> {
    const closed = new Promise((fulfil) => this.server.close(fulfil));
    this.cut();
    await closed;
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.sockets.delete(socket));
  }
}

function carryAll(client: Socket, server: Socket): void {
  client.pipe(server).pipe(client);
}
