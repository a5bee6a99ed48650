import type { IncomingMessage } from 'node:http';
import { actionInBody } from './body-action.js';

/** What each script is asked to do: `read` changes nothing, `change` wants POST. */
const SCRIPTS: Readonly<Record<string, Readonly<Record<string, 'read' | 'change'>>>> = {
  'coach_session_management.php': {
    test: 'read',
    'get-session-history': 'read',
    'get-member-session-info': 'read',
    'undo-session-usage': 'change',
    'adjust-session-count': 'change',
    'add-session-usage': 'change',
  },
  'coach_api.php': {
    'deduct-session': 'change',
    'get-remaining-sessions': 'read',
    'check-session-availability': 'read',
  },
};

/** The media type under which the scripts' bodies are read, whatever they are called. */
export const SCRIPT_BODY = 'application/vnd.coach.legacy';

/** Method and media type of a request before its URL was translated. */
interface Arrival {
  readonly method: string;
  readonly contentType: string;
}
const arrivals = new WeakMap<IncomingMessage, Arrival>();

/** The request as it arrived, or undefined where its URL is not that of a script. */
export function arrivalOf(request: IncomingMessage): Arrival | undefined {
  return arrivals.get(request);
}

/** Whether a URL, or the pattern of a route, is that of a script's action. */
export function isScriptUrl(url: string): boolean {
  return scriptOf(url) !== undefined;
}

/** The action in a script's URL, and whether the script is the one that the member's app calls. */
export function scriptActionOf(url: string): { action: string; ofMemberApp: boolean } {
  const [, script, action = ''] = pathOf(url).split('/');
  return { action, ofMemberApp: script === 'coach_api.php' };
}

/**
 * Turns `/coach_api.php?action=deduct-session&x=y` into `/coach_api.php/deduct-session?x=y`, also
 * below a prefix, so that every action is a route with its own access rule. What changes nothing
 * becomes a GET, whose body nobody reads; other URLs are left alone.
 */
export function scriptUrlTranslator(prefix: string): (request: IncomingMessage) => string {
  return (request) => {
    const { url = '/', method = 'GET' } = request;
    const path = pathOf(url);
    const script = scriptAt(path, prefix);
    const actions = actionsOf(script);
    // A preflight asks about the URL, not about an action.
    if (!actions || method === 'OPTIONS') return url;

    // As in PHP, the last one counts where a name comes twice.
    const fields = new Map(new URLSearchParams(url.slice(path.length)));
    const named = fields.get('action') ?? '';
    const action = routeOf(actions, isUnsaid(named) ? actionInBody(request) : named, method);
    fields.delete('action');
    const { headers } = request;
    arrivals.set(request, { method, contentType: headers['content-type'] ?? '' });
    if (actions[action] === 'change') headers['content-type'] = SCRIPT_BODY;
    else if (method !== 'HEAD') request.method = 'GET';
    const query = new URLSearchParams([...fields]).toString();
    return `/${script}/${action}${query === '' ? '' : `?${query}`}`;
  };
}

/** Says which requests name their action in the body, if anywhere: the URL comes first. */
export function actionInBodyExpected(prefix: string): (request: IncomingMessage) => boolean {
  return ({ url = '/', method }) => {
    const path = pathOf(url);
    if (method !== 'POST' || scriptAt(path, prefix) !== 'coach_api.php') return false;
    const fields = new Map(new URLSearchParams(url.slice(path.length)));
    return isUnsaid(fields.get('action') ?? '');
  };
}

/** What PHP takes for no action. */
function isUnsaid(action: string): boolean {
  return action === '' || action === '0';
}

/** The file name in a path at the root or in the folder of the scripts. */
function scriptAt(path: string, prefix: string): string {
  const folder = [`${prefix}/`, '/'].find((start) => path.startsWith(start)) ?? '/';
  return path.slice(folder.length);
}

function routeOf(actions: Record<string, string>, name: string, method: string): string {
  if (!Object.hasOwn(actions, name)) return 'invalid-action';
  return actions[name] === 'change' && method !== 'POST' ? 'post-required' : name;
}

function actionsOf(script: string): Record<string, 'read' | 'change'> | undefined {
  return Object.hasOwn(SCRIPTS, script) ? SCRIPTS[script] : undefined;
}

function scriptOf(url: string): string | undefined {
  return Object.keys(SCRIPTS).find((script) => pathOf(url).startsWith(`/${script}/`));
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}
