/** Errors for whoever runs migrations say what to do, and have no stack. */
export function saysWhatToDo(error: unknown): error is Error {
  return error instanceof Error && error.stack === `${error.name}: ${error.message}`;
}
