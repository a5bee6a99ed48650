import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VerifyService } from '../../src/verify/verify.service.js';
import type { Answer, TestPerson } from '../support/api.js';
import { OldApp } from '../support/old-app.js';
import {
  type Case,
  CASES,
  type Cast,
  type GivenCase,
  memberOf,
  phpTablesOf,
  type Step,
  STORIES,
} from '../support/php-contract-cases.js';
import { DIFFERENCES, type Observed, reasonsOf } from '../support/php-contract-differences.js';
import { phpAnswer } from '../support/php-reference.js';
import type { Generation } from '../support/php-tables.js';
import { openStudio, type Studio } from '../support/studio.js';

const COUNTED: Readonly<Record<Generation, string>> = {
  older: 'package',
  newest: 'package,monthly,per_session',
};
const NAMES = Object.keys(CASES) as Case[];

describe.each(['older', 'newest'] as const)('the contract of the %s PHP', (generation) => {
  const found: Observed[] = [];
  let studio: Studio;
  let cast: Cast;
  let staff: TestPerson;

  beforeAll(async () => {
    const env = { COUNTED_RATE_TYPES: COUNTED[generation] };
    studio = await openStudio({ timeZone: 'UTC', env });
    const { given, sql } = studio;
    cast = { ana: await given.coach('Ana Silva'), ben: await given.coach('Ben Price') };
    staff = await given.staff();
    await sql(
      `INSERT INTO coaches (user_id, monthly_rate, session_package_rate, session_package_count)
       VALUES (?, '1500.00', '250.50', 12)`,
      [cast.ben.id],
    );
    if (generation === 'older') return;
    // Real installations have this column; those of the older contract may not.
    await sql('ALTER TABLE coaches ADD COLUMN name varchar(100)');
    await sql('UPDATE coaches SET name = ? WHERE user_id = ?', ['Coach Ben', cast.ben.id]);
  });
  afterAll(() => studio.close());

  it.each(NAMES)('is kept for a member with: %s', async (name) => {
    const observed: Observed[] = [];
    for (const story of STORIES) {
      const given = await memberOf(studio, cast, name);
      for (const step of story) observed.push(...(await differencesIn(step, name, given)));
    }
    found.push(...observed);
    const unexplained = observed.filter((one) => reasonsOf(one).length === 0);
    expect(unexplained).toEqual([]);
  });

  it('is left only where a reason says so, and each reason is still needed', () => {
    const used = new Set(found.flatMap(reasonsOf));
    const own = DIFFERENCES.filter(({ only }) => only === undefined || only === generation);
    expect(own.filter((one) => !used.has(one))).toEqual([]);
    // Each case and each call that a reason names differs, so that none covers more than it must.
    const idle = own.flatMap((one) => {
      const seen = found.filter((observed) => reasonsOf(observed).includes(one));
      return [
        ...(one.cases ?? []).filter((name) => !seen.some((observed) => observed.name === name)),
        ...one.steps.filter((step) => !seen.some((observed) => observed.step === step)),
      ].map((idler) => `${one.why} ${idler}`);
    });
    expect(idle).toEqual([]);
  });

  it('has other values, but no other types', () => {
    const kindOf = (value: unknown) => (value === null ? undefined : typeof value);
    const others = found.filter(({ php, ours }) => {
      const kinds = [kindOf(php), kindOf(ours)];
      const areBoth = php !== undefined && ours !== undefined;
      return areBoth && !kinds.includes(undefined) && kinds[0] !== kinds[1];
    });
    expect(others).toEqual([]);
  });

  it('leaves books that hold, but for what nobody has booked yet', async () => {
    const { text } = await studio.app.get(VerifyService).verify();
    expect(text.match(/^.*BROKEN.*$/gm)).toEqual([expect.stringContaining('Law 6')]);
    expect(text).not.toMatch(/Law 6: (?!.*not booked yet)/);
  });

  async function differencesIn(step: Step, name: Case, given: GivenCase): Promise<Observed[]> {
    const { method, script, action } = step;
    const fields = { ...step.fields(given) };
    const tables = await phpTablesOf(studio, given.member, generation === 'newest');
    const theirs = phpAnswer(generation, action, fields, tables);
    const ours = await new OldApp(studio.api).as(staff)[method](script, action, fields);
    return differencesOf(theirs, ours).map((one) => ({
      ...{ generation, step: nameOf(step), name },
      ...one,
    }));
  }
});

function nameOf({ action, more }: Step): string {
  return more === '' ? action : `${action} ${more}`;
}

/** Every field whose value or type is another, and the status. */
function differencesOf(
  theirs: { status: number; body: object },
  ours: Answer,
): Pick<Observed, 'path' | 'php' | 'ours'>[] {
  const php = leavesOf(theirs);
  const product = leavesOf({ status: ours.status, body: ours.body as object });
  return [...new Set([...php.keys(), ...product.keys()])]
    .map((path) => ({ path, php: php.get(path), ours: product.get(path) }))
    .filter((one) => JSON.stringify(one.php) !== JSON.stringify(one.ours));
}

/** The values of a tree by their paths; empty lists and objects are values. */
function leavesOf(value: unknown, path = ''): Map<string, unknown> {
  const isTree = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (!isTree) return new Map([[path, value]]);
  const parts = Object.entries(value).flatMap(([key, inner]) => [
    ...leavesOf(inner, path === '' || path === 'body' ? key : `${path}.${key}`),
  ]);
  return new Map(parts);
}
