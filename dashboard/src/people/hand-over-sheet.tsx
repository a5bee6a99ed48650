import { Checkbox, NativeSelect, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { handOver } from '../api/generated/sdk.gen.js';
import type { HandOverDto, HandOverPlanDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { coachesQuery } from '../data/queries.js';
import { words as corrections } from '../texts/corrections.js';
import { words } from '../texts/hand-over.js';
import { t } from '../texts/texts.js';
import { showSaved } from '../ui/change-toast.js';
import { nameOf } from '../ui/names.js';
import { ReasonField } from '../ui/reason-field.js';
import { faultAt } from '../ui/send-error.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import { useSending } from '../ui/use-sending.js';
import { isUnsaid, NO_WHY, whyPart } from '../ui/why.js';
import { handOverQuery } from './hand-over-query.js';
import classes from './hand-over.module.css';
import type { PersonSheetProps } from './person-steps.js';

/** Hands all members of a coach over to another one, after showing who goes and what stays. */
export function HandOverSheet({ person, onClose }: PersonSheetProps) {
  const [includeEnded, setIncludeEnded] = useState(false);
  const { data, error, refetch } = useQuery(handOverQuery(person.id, includeEnded));
  // What was ended is among those that stay only while it does.
  const mayBeEnded =
    includeEnded || (data?.staying.some(({ reason }) => reason === 'ended') ?? false);
  const isNothing = data?.packages === 0 && data.stayingCount === 0;
  return (
    <Sheet title={words.title} opened onClose={onClose}>
      {!data &&
        (error ? <Failed error={error} onRetry={() => void refetch()} /> : <ListSkeleton />)}
      {isNothing && <Text>{words.nothing}</Text>}
      {data && !isNothing && (
        <HandOverForm {...{ person, data, includeEnded, onClose }}>
          {mayBeEnded && (
            <Checkbox
              label={words.includeEnded}
              checked={includeEnded}
              onChange={({ currentTarget: { checked } }) => setIncludeEnded(checked)}
              classNames={{ input: classes.box, label: classes.label }}
            />
          )}
        </HandOverForm>
      )}
    </Sheet>
  );
}

interface FormProps extends Pick<PersonSheetProps, 'person' | 'onClose'> {
  readonly data: HandOverPlanDto;
  readonly includeEnded: boolean;
  readonly children: ReactNode;
}

function HandOverForm({ person, data, includeEnded, onClose, children }: FormProps) {
  const coaches = useQuery(coachesQuery());
  const others = (coaches.data?.data ?? []).filter(({ id }) => id !== person.id);
  const [toCoachId, setCoachId] = useState<number | null>(null);
  const [why, setWhy] = useState(NO_WHY);
  const [isChecked, setChecked] = useState(false);
  const to = others.find(({ id }) => id === toCoachId);
  const { sending, left } = useHandingOver(person.id, to ? nameOf(to) : '', onClose);
  const isMissing = isUnsaid(why);
  const save = () => {
    setChecked(true);
    if (!to || isMissing) return;
    sending.send({ toCoachId: to.id, includeEnded, ...whyPart(why) });
  };
  return (
    <SheetForm {...{ sending }} onSubmit={save} save={words.save}>
      <NativeSelect
        label={words.to}
        value={String(toCoachId ?? '')}
        disabled={!coaches.data}
        error={isChecked && !to ? words.missing : null}
        onChange={({ currentTarget: { value } }) => setCoachId(value === '' ? null : Number(value))}
        data={[
          { value: '', label: t.desk.sell.chooseCoach },
          ...others.map((one) => ({ value: String(one.id), label: nameOf(one) })),
        ]}
      />
      <div className={classes.summary} aria-live="polite">
        <div>{left > 0 ? words.goOn(left) : words.goes(data.members, data.sessions)}</div>
        <div>{words.rest}</div>
      </div>
      {children}
      <Lists data={data} />
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

/** Who goes, and what stays and why; of very many the first ones. */
function Lists({ data: { going, members, staying, stayingCount } }: Pick<FormProps, 'data'>) {
  const goes = going.map(({ memberId, memberName, sessions }) => ({
    ...{ key: memberId, name: memberName },
    detail: sessions === 0 ? words.notCounted : words.left(sessions),
  }));
  const stays = staying.map(({ packageId, memberName, sessions, reason }) => {
    const left = sessions === null ? words.notCounted : words.left(sessions);
    return { key: packageId, name: memberName, detail: `${left}, ${words.why[reason]}` };
  });
  return (
    <>
      <Rows title={words.going} rows={goes} count={members} />
      <Rows title={words.staying} rows={stays} count={stayingCount} />
    </>
  );
}

interface RowsProps {
  readonly title: string;
  readonly rows: readonly { key: number; name: string; detail: string }[];
  readonly count: number;
}

function Rows({ title, rows, count }: RowsProps) {
  if (count === 0) return null;
  return (
    <section aria-label={title}>
      <Text fw={600}>{title}</Text>
      <ul className={classes.rows}>
        {rows.map(({ key, name, detail }) => (
          <li key={key} className={classes.row}>
            <span>{name}</span>
            <span className={classes.detail}>{detail}</span>
          </li>
        ))}
        {count > rows.length && <li className={classes.row}>{words.more(count - rows.length)}</li>}
      </ul>
    </section>
  );
}

/** Goes on asking where more is left than goes at once: the sheet stays, and says so. */
function useHandingOver(personId: number, coach: string, onClose: () => void) {
  const cache = useQueryClient();
  const [left, setLeft] = useState(0);
  const sending = useSending(
    (body: HandOverDto, headers) => ask(handOver({ path: { personId }, body, headers })),
    (done) => {
      void cache.invalidateQueries({ queryKey: ['hand-over'] });
      setLeft(done.left);
      if (done.left > 0) return;
      showSaved(words.saved(done.members, coach));
      onClose();
    },
  );
  return { sending, left };
}
