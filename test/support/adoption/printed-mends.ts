/** What the check prints about one thing, read from its text. */
export interface PrintedMend {
  readonly what: string;
  readonly where: readonly string[];
  /** Each on a line of its own. */
  readonly statements: readonly string[];
}

const STATEMENT = /^(UPDATE|DELETE|ALTER|INSERT|DROP|CREATE|GRANT|SET|SELECT) /;

/** All that has something to mend, in the order in which it is printed. */
export function printedMends(text: string): PrintedMend[] {
  const found: { what: string; where: string[]; statements: string[] }[] = [];
  let what = '';
  let where: string[] = [];
  let isMend = false;
  for (const line of text.split('\n')) {
    const words = line.replace(/^ +(To mend: )?/, '');
    if (/^ {2}\S/.test(line)) [what, where, isMend] = [words, [], false];
    else if (line.startsWith('    To mend: ')) {
      isMend = true;
      found.push({ what, where, statements: [] });
    } else if (/^ {4}\S/.test(line)) where.push(words);
    if (isMend && STATEMENT.test(words)) found.at(-1)?.statements.push(words);
  }
  return found;
}
