import { Problem } from '../common/problem.js';

/** For a request that names no action of the script. */
export function invalidAction(): Problem {
  return new Problem('malformed_request', 'Invalid action');
}

/** The same in the words of the script of the members' app. */
export function invalidEndpoint(): Problem {
  return new Problem('malformed_request', 'Invalid endpoint');
}

/** For an action that changes something and was not called by POST. */
export function postRequired(): Problem {
  return new Problem('malformed_request', 'POST method required');
}
