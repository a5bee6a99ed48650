import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** Header fields by their names. */
export type Headers = Readonly<Record<string, string>>;

/** In production there is TLS before the product. */
interface Mode {
  readonly production: boolean;
}

/** What Helmet is told, by words that its plugin and itself both know. */
interface Protection {
  readonly contentSecurityPolicy: {
    readonly useDefaults: boolean;
    readonly directives: Record<string, string[] | null>;
  };
  readonly frameguard: { readonly action: 'deny' };
  readonly strictTransportSecurity: { readonly includeSubDomains: boolean };
}

/** What no page of ours asks a browser for. */
export const PERMISSIONS = 'camera=(), geolocation=(), microphone=(), payment=()';

/**
 * What the answer to a route or a file says to a browser, for those who answer what never became a
 * request and so meets no plugin. It does not depend on the request, so it is made once.
 */
export function securityHeaders(config: Mode): Headers {
  const socket = new Socket();
  const request = new IncomingMessage(socket);
  const answer = new ServerResponse(request);
  const set = helmet(protection(config));
  set(request, answer, (error?: unknown) => {
    if (error instanceof Error) throw error;
  });
  socket.destroy();
  const made = answer
    .getHeaderNames()
    .map((name) => [name, String(answer.getHeader(name))] as const);
  return Object.freeze({ ...Object.fromEntries(made), 'permissions-policy': PERMISSIONS });
}

/** What Helmet sets, for whoever asks it. */
export function protection(config: Mode): Protection {
  return {
    contentSecurityPolicy: contentSecurityPolicy(config),
    frameguard: { action: 'deny' },
    // Names below ours are for others to decide on, such as an old page without TLS.
    strictTransportSecurity: { includeSubDomains: false },
  };
}

/**
 * One for Swagger UI and the dashboard: both bring all they need, and both have styles that are
 * made while they run. Answers of the API hold nothing that a browser would run.
 */
function contentSecurityPolicy({ production }: Mode): Protection['contentSecurityPolicy'] {
  return {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      scriptSrcAttr: ["'none'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      workerSrc: ["'self'"],
      manifestSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      // On plain http, as on one's own machine, it would break every asset.
      upgradeInsecureRequests: production ? [] : null,
    },
  };
}
