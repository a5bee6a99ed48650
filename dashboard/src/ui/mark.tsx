import type { ReactNode } from 'react';
import classes from './mark.module.css';

/** How urgent something is. Each mark has a text too: colour alone is not enough. */
export type Tone = 'good' | 'warn' | 'bad' | 'calm';

/** A few words about a row, such as "Empty" or "Used today". */
export function Mark({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={classes.mark} data-tone={tone}>
      {children}
    </span>
  );
}
