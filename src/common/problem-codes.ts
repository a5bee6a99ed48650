/**
 * Every problem code that the API answers with: its HTTP status and its title. Codes are stable;
 * `docs/errors.md` explains each one, and a test holds the two together.
 */
export const PROBLEM_CODES = {
  validation_failed: [400, 'The request is not valid'],
  malformed_json: [400, 'The body is not valid JSON'],
  malformed_request: [400, 'The request could not be read'],
  not_signed_in: [401, 'Sign-in is required'],
  token_expired: [401, 'The access token has expired'],
  sign_in_failed: [401, 'E-mail address or password is wrong'],
  refresh_token_invalid: [401, 'The refresh token is not valid'],
  refresh_token_reused: [401, 'The refresh token was used before'],
  forbidden: [403, 'Not allowed for this role'],
  not_your_member: [403, 'Not one of your members'],
  not_found: [404, 'There is nothing at this address'],
  member_not_found: [404, 'No such member'],
  coach_not_found: [404, 'No such coach'],
  package_not_found: [404, 'No such package'],
  usage_not_found: [404, 'No such usage'],
  device_token_not_found: [404, 'No such device token'],
  no_active_package: [409, 'No active package'],
  package_expired: [409, 'The package is past its date'],
  package_exhausted: [409, 'No sessions left'],
  not_counted: [409, 'This subscription counts no sessions'],
  already_used_on_date: [409, 'A session is already used on that day'],
  already_undone: [409, 'Already undone'],
  not_undoable: [409, 'Only a usage can be undone'],
  balance_below_zero: [409, 'The balance would fall below zero'],
  balance_changed: [409, 'The balance has changed'],
  balance_too_large: [409, 'The balance would be too large'],
  package_changed: [409, 'The package has changed'],
  email_taken: [409, 'The e-mail address is taken'],
  request_timeout: [408, 'The request did not arrive in time'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'The body must be application/json'],
  idempotency_key_reused: [422, 'The idempotency key belongs to another request'],
  too_many_attempts: [429, 'Too many attempts'],
  headers_too_large: [431, 'The header fields are too large'],
  internal_error: [500, 'Something went wrong on our side'],
  unavailable: [503, 'The service is busy'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof PROBLEM_CODES;
