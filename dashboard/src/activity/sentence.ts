import type { ActivityDto } from '../api/generated/types.gen.js';
import type { ActivityTexts } from '../texts/activity-en.js';

type Row = Pick<
  ActivityDto,
  'action' | 'outcome' | 'actor' | 'memberId' | 'memberName' | 'before' | 'after'
> &
  Partial<Pick<ActivityDto, 'code'>>;
type Words = ActivityTexts;
type State = ActivityDto['before'];

/** How many sessions there were and are, where that changed. */
export interface BalanceChange {
  readonly before: number;
  readonly after: number;
}

/** Sentences that do not name who did it. */
const IMPERSONAL = new Set<ActivityDto['action']>([
  ...(['session.deducted', 'balance.external', 'package.adopted', 'package.removed'] as const),
]);

/** Codes of what was done that its sentence says. */
const SAID: ReadonlySet<string> = new Set(['arrived', 'first_use']);

/** Whether the sentence says already what a code does. */
export function isSaid(code: string): boolean {
  return SAID.has(code);
}

/** What happened, or was attempted, as a sentence. */
export function sentenceOf(row: Row, words: Words): string {
  const member = row.memberName ?? words.someMember;
  const names = { actor: actorOf(row, words), member };
  if (row.outcome !== 'done') {
    // The log may hold an action that this version of the page does not know.
    return words[row.outcome](words.tried[row.action]?.(names) ?? row.action);
  }
  const change = changeOf(row);
  const sentence = doneSentence(row, names, words);
  return change ? words.withChange(sentence, change.before, change.after) : sentence;
}

/** Who did it: a person, a program, or somebody who was not signed in. */
function actorOf({ actor }: Pick<Row, 'actor'>, words: Words): string {
  return actor.name ?? words.roles[actor.role] ?? words.nobody;
}

/** Who did it, where the sentence does not say so. */
export function unnamedActorOf(row: Row, words: Words): string | null {
  if (!IMPERSONAL.has(row.action)) return null;
  // The sentence names the old system already.
  if (row.actor.name === null) {
    return row.action === 'session.deducted' ? words.automatically : null;
  }
  return row.actor.id === row.memberId ? words.bySelf : words.by(row.actor.name);
}

/** The balance before and after; null where it was not counted or stayed the same. */
export function changeOf({ before, after }: Pick<Row, 'before' | 'after'>): BalanceChange | null {
  const [was, is] = [numberOf(before, 'remaining'), numberOf(after, 'remaining')];
  return was === null || is === null || was === is ? null : { before: was, after: is };
}

/** What was done to a package; the most important of several changes. */
export function packageChangeOf({
  before,
  after,
}: Pick<Row, 'before' | 'after'>): keyof Words['packageChange'] | null {
  const isNew = (value: string) => decisions(after, value) > decisions(before, value);
  if (after?.status === 'disconnected' && before?.status !== 'disconnected') {
    return 'ended';
  }
  if (isNew('rejected')) return 'rejected';
  if (isNew('approved')) return 'approved';
  return before?.expiresAt === after?.expiresAt ? null : 'moved';
}

function doneSentence(row: Row, names: { actor: string; member: string }, words: Words): string {
  if (row.action === 'package.granted') {
    const granted = numberOf(row.after, 'granted');
    if (granted !== null) return words.sold(names, granted);
  }
  if (row.action === 'package.transferred' && row.code === 'arrived') return words.arrived(names);
  if (row.action === 'auth.signed_in' && row.after?.recoveryCode === true) {
    return words.recovered(names, numberOf(row.after, 'left') ?? 0);
  }
  if (row.action === 'package.changed') {
    const sentence = changeSentence(row, names, words);
    if (sentence !== null) return sentence;
  }
  return words.done[row.action]?.(names) ?? row.action;
}

function changeSentence(
  row: Row,
  names: { actor: string; member: string },
  words: Words,
): string | null {
  if (row.code === 'first_use') {
    return row.after?.expiresAt ? words.daysBegan(names) : words.daysWait(names);
  }
  const kind = packageChangeOf(row);
  return kind === null ? null : words.packageChange[kind](names);
}

function numberOf(state: State, field: string): number | null {
  const value = state?.[field];
  return typeof value === 'number' ? value : null;
}

function decisions(state: State, value: string): number {
  const approvals = state?.approvals;
  if (typeof approvals !== 'object' || approvals === null) return 0;
  return Object.values(approvals).filter((one) => one === value).length;
}
