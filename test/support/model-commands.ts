import fc from 'fast-check';
import { expect } from 'vitest';
import { HOUR_MS } from '../../src/common/durations.js';
import type { Answer, TestPerson } from './api.js';
import type { GivenMember } from './given.js';
import type { Model, ModelPackage, Prediction } from './model.js';
import type { Studios } from './studios.js';

/** The running product that is held against the model. */
export interface Real {
  readonly studio: Studios;
  readonly tom: GivenMember;
  readonly ana: TestPerson;
  readonly staff: TestPerson;
}

type ModelCommand = fc.AsyncCommand<Model, Real>;
type Caller = 'tom' | 'ana' | 'staff';

/** Asks the model and the product, and holds one answer against the other. */
function command(
  name: string,
  ask: (model: Model, real: Real) => { predicted: Prediction; answer: Promise<Answer> },
): ModelCommand {
  return {
    check: () => true,
    run: async (model, real) => {
      const { predicted, answer } = ask(model, real);
      expectAnswer(model, predicted, await answer);
    },
    toString: () => name,
  };
}

function expectAnswer(model: Model, predicted: Prediction, answer: Answer): void {
  const { status, body } = answer;
  const { from, balance, adds } = predicted;
  const expected = { status: predicted.status, code: predicted.code };
  expect({ status, code: body.code ?? body.reason ?? undefined }, answer.text).toEqual(expected);
  if (from) expect(body.package).toMatchObject({ id: from.id, remaining: from.remaining });
  if (balance !== undefined) expect(body.balance).toBe(balance);
  if (adds) {
    expect(body.usage).toMatchObject({ kind: adds.kind, balanceAfter: adds.from.remaining });
    expect(body.usage.usageDate).toBe(adds.day);
    model.usages.push({ ...adds, id: body.usage.id });
  }
}

function startWorkout(caller: Caller, hoursAgo: number, names: boolean): ModelCommand {
  return command(`start as ${caller}, ${hoursAgo} h ago`, (model, { studio, ...people }) => ({
    predicted: model.startWorkout(hoursAgo),
    answer: studio.anyAs(people[caller]).startWorkout(people.tom, {
      ...(names ? { coachId: people.ana.id } : {}),
      ...(hoursAgo === 0
        ? {}
        : { startedAt: new Date(model.now - hoursAgo * HOUR_MS).toISOString() }),
    }),
  }));
}

function addUsage(
  caller: Exclude<Caller, 'tom'>,
  daysAgo: number,
  which: number,
  again: boolean,
): ModelCommand {
  const name = `manual as ${caller}, ${daysAgo} days ago, package ${which}, again ${again}`;
  return command(name, (model, { studio, ...people }) => {
    const named = model.packages[which];
    return {
      answer: studio.anyAs(people[caller]).addUsage(people.tom, {
        usageDate: model.daysAgo(daysAgo),
        ...(named ? { packageId: named.id } : {}),
        ...(again ? { again, reason: name } : {}),
      }),
      predicted: model.addUsage(daysAgo, named, again),
    };
  });
}

function undo(which: number): ModelCommand {
  return command(`undo ${which}`, (model, { studio, ana, tom }) => {
    const usage = model.usages[which % (model.usages.length + 1)];
    return {
      answer: studio.anyAs(ana).undo(tom, usage?.id ?? 2_000_000_000),
      predicted: model.undo(usage),
    };
  });
}

function redo(which: number): ModelCommand {
  return command(`redo ${which}`, (model, { studio, ana, tom }) => {
    const usage = model.usages[which % (model.usages.length + 1)];
    return {
      answer: studio.anyAs(ana).redo(tom, usage?.id ?? 2_000_000_000),
      predicted: model.redo(usage),
    };
  });
}

function adjust(by: number, which: number, expectedBalance: number | undefined): ModelCommand {
  const name = `adjust by ${by}, package ${which}, expecting ${expectedBalance}`;
  return command(name, (model, { studio, ana, tom }) => {
    const named: ModelPackage | undefined = model.packages[which];
    return {
      answer: studio.anyAs(ana).adjust(tom, {
        adjustment: by,
        reason: name,
        ...(named ? { packageId: named.id } : {}),
        ...(expectedBalance === undefined ? {} : { expectedBalance }),
      }),
      predicted: model.adjust(by, named, expectedBalance),
    };
  });
}

function advance(hours: number): ModelCommand {
  return {
    check: () => true,
    run: (model, { studio }) => {
      studio.advance({ hours });
      model.now += hours * HOUR_MS;
      return Promise.resolve();
    },
    toString: () => `${hours} h later`,
  };
}

/** Which of the packages is named; 3 names none. */
const which = fc.constantFrom(0, 1, 2, 3, 3, 3);
const staffOrCoach = fc.constantFrom('ana', 'staff');

export const COMMANDS: fc.Arbitrary<ModelCommand>[] = [
  fc
    .tuple(
      fc.constantFrom('tom', 'ana', 'staff'),
      fc.constantFrom(0, 0, 0, 0, 5, 23, 24, 25),
      fc.boolean(),
    )
    .map((how) => startWorkout(...how)),
  fc
    .tuple(staffOrCoach, fc.constantFrom(-1, 0, 0, 1, 2, 5, 20, 90, 91), which, fc.boolean())
    .map((how) => addUsage(...how)),
  fc.nat(40).map(undo),
  fc.nat(40).map(redo),
  fc
    .tuple(
      fc.constantFrom(-3, -2, -1, 1, 2, 3),
      which,
      fc.constantFrom(undefined, undefined, undefined, 0, 1, 2),
    )
    .map((how) => adjust(...how)),
  fc.constantFrom(1, 7, 12, 24, 30).map(advance),
];
