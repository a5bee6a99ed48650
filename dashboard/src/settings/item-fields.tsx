import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { ApiProblem } from '../api/problem.js';
import { SALE_KINDS } from '../api/rules.js';
import { useStudio } from '../data/queries.js';
import { NoLimit } from '../desk/no-limit.js';
import { countingOf } from '../desk/sale.js';
import { SessionCount } from '../desk/session-count.js';
import { words as prices } from '../texts/prices.js';
import { words } from '../texts/settings.js';
import { t } from '../texts/texts.js';
import { AmountField } from '../ui/amount-field.js';
import { faultAt } from '../ui/send-error.js';
import { useFocusOnShow } from '../ui/use-focus-on-show.js';
import { ItemCoach } from './item-coach.js';
import { type OfferDraft, VALIDITIES } from './offer-draft.js';

const texts = words.priceList;

interface Props {
  readonly draft: OfferDraft;
  readonly currency: string;
  /** Whose it is alone, as the list has it, where they may be a coach no more. */
  readonly owner: { readonly id: number; readonly name: string } | null;
  /** What must be entered still. */
  readonly missing: readonly string[];
  readonly error: Error | null;
  readonly onChange: (part: Partial<OfferDraft>) => void;
}

/** What an item is called and holds, how long it is valid, what it costs, and with whom. */
export function ItemFields(props: Props) {
  const { draft, currency, owner, missing, error, onChange } = props;
  const first = useFocusOnShow<HTMLInputElement>();
  return (
    <>
      <TextInput
        ref={first}
        label={texts.name}
        value={draft.name}
        autoComplete="off"
        data-autofocus
        error={missing.includes('name') ? t.desk.required : faultOf('name', error)}
        onChange={({ currentTarget: { value } }) => onChange({ name: value })}
      />
      <Holds {...props} />
      <Validity {...props} />
      <AmountField
        label={prices.sale.priceIn(currency)}
        currency={currency}
        value={draft.price}
        onChange={(price) => onChange({ price })}
        error={missing.includes('priceMinor') ? prices.faults.price : faultOf('priceMinor', error)}
      />
      <ItemCoach
        coachId={draft.coachId}
        owner={owner}
        error={faultAt('coachId', error)}
        onChange={(coachId) => onChange({ coachId })}
      />
    </>
  );
}

/** Its kind, and how many sessions where these are counted. */
function Holds({ draft, missing, error, onChange }: Props) {
  const { countedRateTypes } = useStudio();
  const { kind, isUnlimited } = draft;
  const counting = countingOf(draft, countedRateTypes);
  return (
    <>
      <NativeSelect
        label={t.desk.sell.kind}
        description={counting.may ? undefined : t.desk.sell.notCounted}
        value={kind}
        onChange={({ currentTarget: { value } }) =>
          onChange({ kind: SALE_KINDS.find((one) => one === value) ?? kind })
        }
        data={SALE_KINDS.map((value) => ({ value, label: t.desk.sell.kinds[value] }))}
      />
      {counting.may && kind !== 'package' && (
        <NoLimit isUnlimited={isUnlimited} onChange={onChange} />
      )}
      {counting.does && (
        <SessionCount
          sessions={draft.sessions}
          onChange={(sessions) => onChange({ sessions })}
          error={
            missing.includes('sessions') ? t.desk.sell.chooseSessions : faultAt('sessions', error)
          }
        />
      )}
    </>
  );
}

/** From when on and for how many days; what begins with the first session has to end. */
function Validity({ draft: { validity, days }, missing, error, onChange }: Props) {
  return (
    <>
      <NativeSelect
        label={texts.validity}
        value={validity}
        onChange={({ currentTarget: { value } }) =>
          onChange({ validity: VALIDITIES.find((one) => one === value) ?? validity })
        }
        data={VALIDITIES.map((value) => ({ value, label: texts.validities[value] }))}
      />
      {validity !== 'endless' && (
        <NumberInput
          label={texts.days}
          value={days}
          onChange={(value) => onChange({ days: numberOf(value) })}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          inputMode="numeric"
          error={missing.includes('validDays') ? texts.daysMissing : faultOf('validDays', error)}
        />
      )}
    </>
  );
}

function numberOf(value: number | string): number | '' {
  return typeof value === 'number' ? value : '';
}

/** What the server says of a field that no other form has. */
function faultOf(field: keyof typeof texts.faults, error: Error | null): string | null {
  const fault = error instanceof ApiProblem ? error.fields.get(field) : undefined;
  if (!fault) return null;
  if (fault.letters) return t.desk.lettersFault(fault.letters.join(' '));
  if (fault.maxLength !== undefined) return t.desk.lengthFault(fault.maxLength);
  return texts.faults[field];
}
