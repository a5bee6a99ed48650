import type { IncomingMessage, RequestListener } from 'node:http';

/*
 * The script of the members' app also reads its action from the body of a POST. The action chooses
 * the route, so such a body is read before the router sees the request, and handed on afterwards.
 */

const bodies = new WeakMap<IncomingMessage, Buffer>();

/** A body that was read before the request was routed. */
export function bodyReadAhead(request: IncomingMessage): Buffer | undefined {
  return bodies.get(request);
}

/** The action that such a body names, or an empty text. As in PHP, it is a field of JSON. */
export function actionInBody(request: IncomingMessage): string {
  const body = bodies.get(request);
  if (!body) return '';
  try {
    const fields = JSON.parse(body.toString('utf8')) as { action?: unknown } | null;
    const named = fields && Object.hasOwn(fields, 'action') ? fields.action : '';
    return typeof named === 'string' ? named : '';
  } catch {
    return '';
  }
}

/** A listener that reads the bodies of some requests, up to a size, and then hands them on. */
export function readingAhead(
  listener: RequestListener,
  isMeant: (request: IncomingMessage) => boolean,
  limit: number,
): RequestListener {
  return (request, response) => {
    if (!isMeant(request)) {
      listener(request, response);
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => {
      // Too large a body names nothing; nothing else is read from it.
      if (size <= limit) bodies.set(request, Buffer.concat(chunks));
      listener(request, response);
    });
  };
}
