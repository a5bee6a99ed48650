import { type Findings, type Law, LAWS } from './findings.js';

/** The answer of a verification, as people read it. */
export interface VerifyReport {
  readonly holds: boolean;
  readonly text: string;
}

/** One line a law, then each violation with its ids. */
export function reportOf(findings: Findings): VerifyReport {
  const laws = (Object.keys(LAWS) as Law[]).map((law) => lineOf(findings, law));
  const { kept, total } = findings;
  const byLaw = kept.toSorted((a, b) => a.law.localeCompare(b.law));
  const rows = byLaw.map(({ law, what }) => `  ${nameOf(law)}: ${what}`);
  const more = total > kept.length ? [`  … and ${total - kept.length} more`] : [];
  const verdict = total === 0 ? 'All laws hold.' : `Violations: ${total}`;
  const { notes } = findings;
  const toLookAt = notes.length > 0 ? ['To look at:', ...notes.map((note) => `  ${note}`)] : [];
  const lines = [...laws, verdict, ...rows, ...more, ...toLookAt];
  return { holds: total === 0, text: `${lines.join('\n')}\n` };
}

function lineOf(findings: Findings, law: Law): string {
  const broken = findings.brokenBy(law);
  const counts = findings.lookedAt(law).map(([what, number]) => `${number} ${what}`);
  const verdict = broken === 0 ? 'holds' : `BROKEN: ${broken}`;
  return `${nameOf(law).padEnd(6)} ${LAWS[law].padEnd(48)} ${verdict} (${counts.join(', ')})`;
}

function nameOf(law: Law): string {
  return law === 'links' ? 'Links' : `Law ${law}`;
}
