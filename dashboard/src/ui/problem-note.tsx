import { Alert } from '@mantine/core';
import { ApiProblem } from '../api/problem.js';
import { t } from '../texts/texts.js';
import classes from './problem-note.module.css';
import { errorText } from './states.js';

interface Props {
  readonly error: unknown;
  /** What to say where no answer came, if it is not what forms say. */
  readonly unreachable?: string;
}

/** Above the button of a form: why it was not done, and what to do. Nothing without an error. */
export function ProblemNote({ error, unreachable = t.offline.needsConnection }: Props) {
  if (!error) return null;
  return (
    <Alert className={classes.note} role="alert">
      {error instanceof ApiProblem ? errorText(error) : unreachable}
    </Alert>
  );
}
