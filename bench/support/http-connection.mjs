import { connect } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** What is sent, as bytes, made once: the client must not be what a round measures. */
export function encode({ method = 'GET', path, headers = {}, body }, port) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const all = {
    Host: `127.0.0.1:${port}`,
    ...headers,
    ...(body === undefined
      ? {}
      : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`);
}

/** One connection that is kept alive, with one request under way at a time. */
export class HttpConnection {
  #port;
  #socket;
  #heard = Buffer.alloc(0);
  #done;

  constructor(port) {
    this.#port = port;
  }

  /** Calls back with status, headers as text, and body. */
  send(bytes, done) {
    this.#done = done;
    if (!this.#socket || this.#socket.destroyed) this.#open();
    this.#socket.write(bytes);
  }

  close() {
    this.#done = undefined;
    this.#socket?.destroy();
  }

  #open() {
    const socket = connect(this.#port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.on('data', (data) => this.#hear(data));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (socket === this.#socket) this.#finish(0, '', `cut: ${this.#heard.subarray(0, 200)}`);
    });
    this.#heard = Buffer.alloc(0);
    this.#socket = socket;
  }

  #hear(data) {
    this.#heard = this.#heard.length === 0 ? data : Buffer.concat([this.#heard, data]);
    const headEnds = this.#heard.indexOf(END_OF_HEAD);
    if (headEnds < 0) return;
    const head = this.#heard.latin1Slice(0, headEnds).toLowerCase();
    const status = Number(head.slice(9, 12));
    const body = this.#heard.subarray(headEnds + END_OF_HEAD.length);
    const text = bodyOf(status, head, body);
    if (text === undefined) return;
    this.#heard = Buffer.alloc(0);
    if (head.includes('\r\nconnection: close')) {
      this.#socket.destroy();
      this.#socket = undefined;
    }
    this.#finish(status, head, text);
  }

  #finish(status, head, body) {
    const done = this.#done;
    this.#done = undefined;
    done?.(status, head, body);
  }
}

/** The whole body, or undefined while some of it is under way. */
function bodyOf(status, head, bytes) {
  if (status === 304 || status === 204) return '';
  const [, length] = /\r\ncontent-length: (\d+)/.exec(head) ?? [];
  if (length !== undefined) {
    return bytes.length < Number(length) ? undefined : bytes.utf8Slice(0, Number(length));
  }
  // Chunks: what is measured is how long they take, so they need not be taken apart.
  if (!head.includes('\r\ntransfer-encoding: chunked')) return '';
  return bytes.subarray(-5).equals(LAST_CHUNK) ? bytes.utf8Slice(0) : undefined;
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');
