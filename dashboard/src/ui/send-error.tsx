import { ApiProblem, type ProblemCode, Unreachable } from '../api/problem.js';
import { t } from '../texts/texts.js';
import { errorText } from './states.js';
import classes from './sheet-form.module.css';
import { NotSent } from './use-sending.js';

/** The text for a change that was not saved: why, and what to do. */
export function sendErrorText(error: Error): string {
  if (error instanceof NotSent) return t.offline.needsConnection;
  return error instanceof Unreachable ? t.desk.noAnswer : errorText(error);
}

/** Shows above the button why a change was not saved; not for errors that a field shows. */
export function SendError({ error }: { readonly error: Error | null }) {
  if (!error || (error instanceof ApiProblem && error.code in AT_FIELD)) return null;
  return <ErrorBox>{isMarked(error) ? t.desk.marked : sendErrorText(error)}</ErrorBox>;
}

/** Says what went wrong, also to whoever does not see it. */
export function ErrorBox({ children }: { readonly children: string }) {
  return (
    <div role="alert" className={classes.alert}>
      {children}
    </div>
  );
}

type Field = keyof typeof t.desk.faults;

/** Refusals that are about one field, which shows them. */
const AT_FIELD: Partial<Record<ProblemCode, Field>> = {
  email_taken: 'email',
  password_wrong: 'password',
  password_too_weak: 'password',
  password_too_long: 'password',
  set_up_code_wrong: 'code',
  second_factor_wrong: 'code',
  code_wrong: 'code',
};

/** Whether the form shows what is wrong at a field. */
function isMarked(error: Error): boolean {
  return (
    error instanceof ApiProblem && [...error.fields.keys()].some((one) => one in t.desk.faults)
  );
}

/** The server's error about a field in the last attempt. Forms show it at each field they send. */
export function faultAt(field: Field, error: Error | null): string | null {
  if (!(error instanceof ApiProblem)) return null;
  if (AT_FIELD[error.code] === field) return t.errors.problems[error.code];
  const fault = error.fields.get(field);
  if (!fault) return null;
  if (fault.letters) return t.desk.lettersFault(fault.letters.join(' '));
  if (fault.maxLength !== undefined) return t.desk.lengthFault(fault.maxLength);
  return t.desk.faults[field];
}
