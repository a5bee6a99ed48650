import { NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import type { UserDto } from '../api/generated/types.gen.js';
import { SALE_KINDS } from '../api/rules.js';
import { useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { addMonths } from '../ui/dates.js';
import { AskCoach } from './ask-coach.js';
import { CoachField } from './coach-field.js';
import { NoLimit } from './no-limit.js';
import { QuickPicks } from '../ui/quick-picks.js';
import { countingOf, missingOf, type SaleDraft } from './sale.js';
import { faultAt } from '../ui/send-error.js';
import { SessionCount } from './session-count.js';

/** The most frequent validities, in months. */
const USUAL_MONTHS = [1, 3, 6, 12];

interface FieldsProps {
  readonly draft: SaleDraft;
  readonly today: string;
  readonly isChecked: boolean;
  readonly user: UserDto;
  readonly error: Error | null;
  readonly onChange: (part: Partial<SaleDraft>) => void;
}

/** What is sold, with whom, until when, and whether the coach is asked first. */
export function SaleFields(props: FieldsProps) {
  const { draft, isChecked, user, error, onChange } = props;
  const isCoach = user.role === 'coach';
  const { countedRateTypes: countedKinds } = useStudio();
  const missing = isChecked ? missingOf(draft, countedKinds) : [];
  const { kind } = draft;
  const counting = countingOf(draft, countedKinds);
  return (
    <>
      {!isCoach && <CoachChoice {...props} isMissing={missing.includes('coachId')} />}
      <NativeSelect
        label={t.desk.sell.kind}
        description={counting.may ? undefined : t.desk.sell.notCounted}
        value={kind}
        onChange={({ currentTarget: { value } }) =>
          onChange({ kind: SALE_KINDS.find((one) => one === value) ?? kind })
        }
        data={SALE_KINDS.map((value) => ({ value, label: t.desk.sell.kinds[value] }))}
      />
      {counting.may && kind !== 'package' && <NoLimit {...draft} onChange={onChange} />}
      {counting.does && (
        <SessionCount
          sessions={draft.sessions}
          onChange={(sessions) => onChange({ sessions })}
          error={
            missing.includes('sessions') ? t.desk.sell.chooseSessions : faultAt('sessions', error)
          }
        />
      )}
      <UntilField
        {...props}
        fault={missing.includes('expiresAt') ? t.desk.sell.chooseDay : faultAt('expiresAt', error)}
      />
      <Textarea
        label={t.desk.optional(t.desk.sell.note)}
        autosize
        minRows={1}
        maxRows={4}
        value={draft.note}
        error={faultAt('reason', error)}
        onChange={({ currentTarget: { value } }) => onChange({ note: value })}
      />
      {!isCoach && <AskCoach asksCoach={draft.asksCoach} onChange={onChange} />}
    </>
  );
}

function CoachChoice({ draft, error, onChange, isMissing }: FieldsProps & { isMissing: boolean }) {
  return (
    <CoachField
      coachId={draft.coachId}
      onChange={(coachId) => onChange({ coachId })}
      error={isMissing ? t.desk.faults.coachId : faultAt('coachId', error)}
    />
  );
}

interface UntilProps extends Pick<FieldsProps, 'draft' | 'today' | 'onChange'> {
  readonly fault: string | null;
}

function UntilField({ draft: { until }, today, fault, onChange }: UntilProps) {
  const months = USUAL_MONTHS.map((count) => ({
    value: addMonths(today, count),
    text: t.desk.sell.months(count),
  }));
  return (
    <Stack gap="xs">
      <TextInput
        type="date"
        label={t.desk.sell.until}
        value={until ?? ''}
        min={today}
        error={fault}
        onChange={({ currentTarget: { value } }) => onChange({ until: value })}
      />
      <QuickPicks
        picks={[{ value: null, text: t.desk.sell.noEnd }, ...months]}
        chosen={until}
        onPick={(value) => onChange({ until: value })}
      />
    </Stack>
  );
}
