import { type Findings, type Law, LAWS } from './findings.js';

/** The answer of a verification, as people read it. */
export interface VerifyReport {
  readonly holds: boolean;
  readonly text: string;
}

const TO_BOOK = 'What is not booked yet: npm run verify -- --book-external books it.';

/** One line a law, then each violation with its ids. */
export function reportOf(findings: Findings): VerifyReport {
  const laws = (Object.keys(LAWS) as Law[]).map((law) => lineOf(findings, law));
  const { kept, total } = findings;
  const byLaw = kept.toSorted((a, b) => a.law.localeCompare(b.law));
  const rows = byLaw.flatMap(({ law, what, mend }) => [
    `  ${nameOf(law)}: ${what}`,
    ...mendLines(mend),
  ]);
  const more = total > kept.length ? [`  … and ${total - kept.length} more`] : [];
  const verdict = total === 0 ? 'All laws hold.' : `Violations: ${total}`;
  const { notes } = findings;
  const toLookAt = notes.length > 0 ? ['To look at:', ...notes.map((note) => `  ${note}`)] : [];
  const toBook = findings.brokenBy('6') > 0 ? [TO_BOOK] : [];
  const lines = [...laws, verdict, ...rows, ...more, ...toBook, ...toLookAt];
  return { holds: total === 0, text: `${lines.join('\n')}\n` };
}

function lineOf(findings: Findings, law: Law): string {
  const broken = findings.brokenBy(law);
  const counts = findings.lookedAt(law).map(([what, number]) => `${number} ${what}`);
  const verdict = broken === 0 ? 'holds' : `BROKEN: ${broken}`;
  return `${nameOf(law).padEnd(6)} ${LAWS[law].padEnd(48)} ${verdict} (${counts.join(', ')})`;
}

function nameOf(law: Law): string {
  if (law === 'links') return 'Links';
  if (law === 'view') return 'View';
  return law === 'words' ? 'Words' : `Law ${law}`;
}

function mendLines(mend: string | undefined): string[] {
  if (mend === undefined) return [];
  const [first = '', ...statements] = mend.split('\n');
  return [`    To mend: ${first}`, ...statements.map((line) => `      ${line}`)];
}
