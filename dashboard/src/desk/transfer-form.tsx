import { Button, Group, NativeSelect, NumberInput, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { transferPackage } from '../api/generated/sdk.gen.js';
import type { MemberDto, PackageDto, TransferPackageDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { putPackage } from '../data/cache.js';
import { coachesQuery } from '../data/queries.js';
import { words as corrections } from '../texts/corrections.js';
import { t } from '../texts/texts.js';
import { words } from '../texts/transfers.js';
import { showSaved } from '../ui/change-toast.js';
import { nameOf } from '../ui/names.js';
import { QuickPicks } from '../ui/quick-picks.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { SheetForm } from '../ui/sheet-form.js';
import { useSending } from '../ui/use-sending.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';
import classes from './desk.module.css';
import { MemberSearch } from './member-search.js';
import {
  newTransfer,
  outcomeOf,
  type TransferDraft,
  transferFaults,
  type TransferOutcome,
} from './transferring.js';

interface Props {
  readonly one: PackageDto;
  readonly member: MemberDto;
  readonly onDone: () => void;
}

/** Has sessions of a package go to another coach or another member. */
export function TransferForm({ one, member, onDone }: Props) {
  const [draft, setDraft] = useState(() => newTransfer(one));
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const sending = useTransferring(one, onDone);
  const faults = transferFaults(draft, one);
  const isMissing = isUnsaid(why);
  const who = draft.to === 'coach' ? draft.coach : draft.member;
  const change = (part: Partial<TransferDraft>) => setDraft({ ...draft, ...part });
  const save = () => {
    setChecked(true);
    if (who === null || faults.sessions !== null || isMissing) return;
    const place = draft.to === 'coach' ? { toCoachId: who.id } : { toMemberId: who.id };
    const sessions = typeof draft.sessions === 'number' ? { sessions: draft.sessions } : {};
    sending.send({ name: who.name, body: { ...place, ...sessions, ...whyPart(why) } });
  };
  return (
    <SheetForm {...{ sending }} onSubmit={save} save={words.name}>
      <Where {...{ draft, one, change }} fault={isChecked ? faults.who : null} />
      {draft.sessions !== null && (
        <Count {...{ draft, one, change }} fault={isChecked ? faults.sessions : null} />
      )}
      <Summary {...{ draft, one }} member={nameOf(member)} />
      <ReasonField
        why={why}
        onChange={setWhy}
        isOptional={false}
        error={
          isChecked && isMissing
            ? corrections.adjust.reasonRequired
            : faultAt('reason', sending.error)
        }
      />
    </SheetForm>
  );
}

interface FieldProps extends Pick<Props, 'one'> {
  readonly draft: TransferDraft;
  readonly change: (part: Partial<TransferDraft>) => void;
}

/** To another coach or another member, and to whom. */
function Where({
  draft: { to, coach, member },
  one,
  change,
  fault,
}: FieldProps & { readonly fault: 'coach' | 'member' | null }) {
  const id = useId();
  return (
    <Stack gap="xs">
      <Text id={id} fw={600}>
        {words.where}
      </Text>
      <QuickPicks
        labelledBy={id}
        picks={[
          { value: 'coach' as const, text: words.toCoach },
          { value: 'member' as const, text: words.toMember },
        ]}
        chosen={to}
        onPick={(value) => change({ to: value })}
      />
      {to === 'coach' && (
        <OtherCoach
          {...{ one, coach }}
          error={fault === null ? null : words.coachMissing}
          onChange={(chosen) => change({ coach: chosen })}
        />
      )}
      {to === 'member' && member === null && (
        <MemberSearch
          exceptId={one.memberId}
          error={fault === null ? null : words.memberMissing}
          onChoose={(chosen) => change({ member: chosen })}
        />
      )}
      {to === 'member' && member !== null && (
        <Group justify="space-between" className={classes.who}>
          <Text fw={600}>{words.chosen(member.name)}</Text>
          <Button variant="default" mih={44} onClick={() => change({ member: null })}>
            {words.another}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface CoachProps extends Pick<Props, 'one'> {
  readonly coach: TransferDraft['coach'];
  readonly error: string | null;
  readonly onChange: (coach: TransferDraft['coach']) => void;
}

function OtherCoach({ one, coach, error, onChange }: CoachProps) {
  const { data } = useQuery(coachesQuery());
  const others = (data?.data ?? []).filter(({ id }) => id !== one.coachId);
  const named = others.map((other) => ({ id: other.id, name: nameOf(other) }));
  return (
    <NativeSelect
      label={t.desk.sell.coach}
      value={String(coach?.id ?? '')}
      disabled={!data}
      error={data && named.length === 0 ? words.noCoach : error}
      onChange={({ currentTarget: { value } }) =>
        onChange(named.find(({ id }) => String(id) === value) ?? null)
      }
      data={[
        { value: '', label: t.desk.sell.chooseCoach },
        ...named.map(({ id, name }) => ({ value: String(id), label: name })),
      ]}
    />
  );
}

function Count({
  draft: { sessions },
  one,
  change,
  fault,
}: FieldProps & { readonly fault: 'missing' | 'tooMany' | null }) {
  const texts = { missing: words.countMissing, tooMany: words.tooMany(one.remaining ?? 0) };
  return (
    <NumberInput
      label={words.count}
      value={sessions ?? ''}
      onChange={(value) => change({ sessions: typeof value === 'number' ? value : '' })}
      min={1}
      allowDecimal={false}
      allowNegative={false}
      hideControls
      inputMode="numeric"
      error={fault === null ? null : texts[fault]}
      classNames={{ input: classes.count }}
    />
  );
}

/** What will happen, as far as it is known yet. */
function Summary({ draft, one, member }: SummaryProps) {
  const outcome = outcomeOf(draft, one, member);
  return (
    <div className={classes.summary} aria-live="polite">
      {outcome && <div>{outcomeText(outcome)}</div>}
      <div>{words.rest}</div>
    </div>
  );
}

interface SummaryProps extends Pick<FieldProps, 'draft' | 'one'> {
  readonly member: string;
}

function outcomeText({ who, coach, sessions, left }: TransferOutcome): string {
  if (sessions === null) return words.whole(who, coach);
  const goes = words.goes(sessions, who, coach);
  return left > 0 ? `${goes} ${words.stays(left)}` : goes;
}

interface Going {
  readonly name: string;
  readonly body: Omit<TransferPackageDto, 'expectedVersion'>;
}

/** Decided on what is shown; refused where it is another by then. */
function useTransferring(one: PackageDto, onDone: () => void) {
  const cache = useQueryClient();
  const { id: packageId, memberId, version: expectedVersion } = one;
  return useSending(
    ({ body }: Going, headers) => {
      const path = { memberId, packageId };
      return ask(transferPackage({ path, body: { ...body, expectedVersion }, headers }));
    },
    ({ from }, { body: { name } }) => {
      putPackage(cache, from);
      showSaved(words.saved(name));
      onDone();
    },
  );
}
