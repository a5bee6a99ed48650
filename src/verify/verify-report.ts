import { type Findings, type Law, LAWS } from './findings.js';

/** The answer of a verification, as people read it. */
export interface VerifyReport {
  readonly holds: boolean;
  /** Whether rows of the log are not as they were sealed. */
  readonly hasBrokenSeals: boolean;
  readonly text: string;
}

const LAWS_IN_ORDER = Object.keys(LAWS) as Law[];
const TO_BOOK = 'What is not booked yet: npm run verify -- --book-external books it.';

/** One line a law, then each violation with its ids. */
export function reportOf(findings: Findings): VerifyReport {
  const laws = LAWS_IN_ORDER.filter((law) => law !== 'seals' || hasSeals(findings));
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
  const lines = [
    ...laws.map((law) => lineOf(findings, law)),
    verdict,
    ...rows,
    ...more,
    ...toBook,
    ...toLookAt,
  ];
  return {
    holds: total === 0,
    hasBrokenSeals: findings.brokenBy('seals') > 0,
    text: `${lines.join('\n')}\n`,
  };
}

/** They are only looked at where somebody keeps them. */
function hasSeals(findings: Findings): boolean {
  return findings.lookedAt('seals').length > 0;
}

function lineOf(findings: Findings, law: Law): string {
  const broken = findings.brokenBy(law);
  const counts = findings.lookedAt(law).map(([what, number]) => `${number} ${what}`);
  const verdict = broken === 0 ? 'holds' : `BROKEN: ${broken}`;
  return `${nameOf(law).padEnd(6)} ${LAWS[law].padEnd(48)} ${verdict} (${counts.join(', ')})`;
}

function nameOf(law: Law): string {
  if (law === 'links') return 'Links';
  if (law === 'money') return 'Money';
  if (law === 'view') return 'View';
  if (law === 'seals') return 'Seals';
  return law === 'words' ? 'Words' : `Law ${law}`;
}

function mendLines(mend: string | undefined): string[] {
  if (mend === undefined) return [];
  const [first = '', ...statements] = mend.split('\n');
  return [`    To mend: ${first}`, ...statements.map((line) => `      ${line}`)];
}
