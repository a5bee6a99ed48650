import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { ANONYMOUS, type Actor, type Person } from '../common/actor.js';

/** What lets a person in: until when, and by which device's token or sign-in. */
export interface Access {
  readonly person: Person;
  readonly endsAt: Date;
  readonly deviceTokenId: number | null;
  /** The sign-in that it hangs on; none for a device's token. */
  readonly signInId: string | null;
  /** Whether its route is open only to who has given the password within minutes. */
  readonly asksPassword?: boolean;
  /** Whether it says of itself that a code of the second factor was given within the sign-in. */
  readonly hasSecondFactor?: boolean;
}

/** An HTTP request on its way through the product, with what the guards found out about it. */
export type ApiRequest = FastifyRequest & { user?: Person; access?: Access };

/** Where a change came from, as the activity log keeps it. */
export interface Origin {
  readonly method: string;
  /** The route's pattern, such as `/api/v1/members/:memberId/workouts`. */
  readonly route: string;
  readonly requestId: string;
  readonly ip: string;
  readonly userAgent: string;
}

/** Has a function called when the client leaves; gives the function that ends that. */
export type OnLeaving = (leave: () => void) => () => void;

/** For work that is of no use when nobody waits for the answer. */
function onLeavingOf({ raw: { socket } }: Pick<FastifyRequest, 'raw'>): OnLeaving {
  return (leave) => {
    // The request itself is closed as soon as its body was read.
    if (socket.destroyed) process.nextTick(leave);
    else socket.once('close', leave);
    return () => void socket.off('close', leave);
  };
}

/** Who asks to be let in, and how it is noticed that nobody waits for the answer any more. */
export interface Client {
  readonly origin: Origin;
  readonly onLeaving: OnLeaving;
}

/** The client of a request by which somebody wants to be let in. */
export function clientOf(request: ApiRequest): Client {
  return { origin: originOf(request), onLeaving: onLeavingOf(request) };
}

/** The caller's IP address. A proxy may pass on anything; what is no IP address is ignored. */
export function ipAddressOf(request: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const { remoteAddress = 'unknown' } = request.socket;
  return (isIP(request.ip) > 0 ? request.ip : remoteAddress).slice(0, 45);
}

/** What the activity log keeps of where a request came from. */
export function originOf(request: ApiRequest): Origin {
  return {
    method: request.method,
    route: request.routeOptions.url ?? 'unknown',
    requestId: request.id,
    ip: ipAddressOf(request),
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 255),
  };
}

/** Who is asking: the signed-in person, or nobody in particular. */
export function actorOf(request: ApiRequest): Actor {
  return request.user ?? ANONYMOUS;
}
