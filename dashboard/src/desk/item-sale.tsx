import { useState } from 'react';
import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words as payments } from '../texts/payments.js';
import { words } from '../texts/prices.js';
import { t } from '../texts/texts.js';
import { showSaved } from '../ui/change-toast.js';
import { dayText, isStudioDay, studioToday } from '../ui/dates.js';
import { moneyText } from '../ui/money.js';
import { nameOf } from '../ui/names.js';
import { faultAt } from '../ui/send-error.js';
import { SheetForm } from '../ui/sheet-form.js';
import { NO_WHY } from '../ui/why.js';
import { AskCoach } from './ask-coach.js';
import { CoachField } from './coach-field.js';
import classes from './desk.module.css';
import cards from './item-cards.module.css';
import { ItemFacts } from './item-cards.js';
import { askedPrice, type ItemDraft, itemSaleOf, missingIn } from './item-draft.js';
import { PriceFields } from './price-fields.js';
import { StartField } from './start-field.js';
import { MethodCards } from './method-cards.js';
import { takesMoney } from './paying.js';
import { isAsking, useSellingCoaches } from './selling.js';
import { likelyCoach, type SellProps } from './sell-props.js';
import { useSelling } from './use-selling.js';

const AS_LISTED: ItemDraft = {
  ...{ price: null, isGift: false, why: NO_WHY, asksCoach: false, method: null, startsOn: null },
};

interface Props extends SellProps {
  readonly item: CatalogueItemDto;
}

/** Sells an item of the price list that was chosen, for its price or another one. */
export function ItemSale({ item, ...props }: Props) {
  const { sheet, member, user } = props;
  const studio = useStudio();
  const [draft, setDraft] = useState(AS_LISTED);
  const [isChecked, setChecked] = useState(false);
  const { coach, choose } = useCoach(props, item);
  const missing = isChecked ? missingIn(draft, item, coach?.id ?? null) : [];
  const { timeZone } = studio;
  const textOf = (waits: boolean) => soldText(draft, item, coach, { waits, timeZone });
  const sending = useSelling(member, (sold) => {
    sheet.done();
    showSaved(t.desk.sell.sold(textOf(sold.state === 'pending')));
  });
  const save = () => {
    setChecked(true);
    const sale = itemSaleOf(draft, item, coach?.id ?? null);
    if (sale) sending.send(sale);
  };
  const change = (part: Partial<ItemDraft>) => setDraft((was) => ({ ...was, ...part }));
  const isCoach = user.role === 'coach';
  return (
    <SheetForm sending={sending} onSubmit={save} save={t.desk.sell.save}>
      <div className={cards.card}>
        <ItemFacts item={item} />
      </div>
      {!isCoach && item.coachId === null && (
        <CoachField
          coachId={coach?.id ?? null}
          onChange={choose}
          error={
            missing.includes('coachId') ? t.desk.faults.coachId : faultAt('coachId', sending.error)
          }
        />
      )}
      <PriceFields {...{ draft, item, missing }} error={sending.error} onChange={change} />
      <StartField {...{ draft, item, missing }} error={sending.error} onChange={change} />
      {!isCoach && <AskCoach asksCoach={draft.asksCoach} onChange={change} />}
      <PaidNow {...{ draft, item, user }} onChange={change} />
      {askedPrice(draft, item) !== null && (
        <div role="status" className={classes.summary}>
          {textOf(draft.asksCoach || isAsking(user, studio))}
        </div>
      )}
    </SheetForm>
  );
}

interface PaidNowProps extends Pick<Props, 'user' | 'item'> {
  readonly draft: ItemDraft;
  readonly onChange: (part: Partial<ItemDraft>) => void;
}

/** Whether it is paid at once, and how; a second touch leaves it for later. */
function PaidNow({ draft, item, user, onChange }: PaidNowProps) {
  const studio = useStudio();
  if (!takesMoney(user, studio) || (askedPrice(draft, item) ?? 0) === 0) return null;
  return (
    <MethodCards
      label={payments.now}
      chosen={draft.method}
      onChoose={(method) => onChange({ method: draft.method === method ? null : method })}
    />
  );
}

/** What will be sold: `10 sessions with Ana Silva, €450.00`. */
function soldText(
  draft: ItemDraft,
  item: CatalogueItemDto,
  coach: Parameters<typeof nameOf>[0] | undefined,
  { waits, timeZone }: { readonly waits: boolean; readonly timeZone: string },
): string {
  const asked = askedPrice(draft, item) ?? 0;
  const price = draft.isGift ? words.sale.free : moneyText(asked, item.currency);
  const what = coach ? t.desk.sell.what(item.name, nameOf(coach)) : item.name;
  const { startsOn } = draft;
  const isLater = startsOn !== null && isStudioDay(startsOn);
  const start = isLater ? [words.sale.startsOn(dayText(startsOn, studioToday(timeZone)))] : [];
  return [what, price, ...start, ...(waits ? [t.desk.sell.waits] : [])].join(', ');
}

/** With whom it is sold: the item's own coach, whom somebody has chosen, or the likely one. */
function useCoach(props: SellProps, item: CatalogueItemDto) {
  const [chosen, setChosen] = useState<number | null>();
  const coaches = useSellingCoaches(props.user);
  const wanted = item.coachId ?? (chosen === undefined ? likelyCoach(props, coaches) : chosen);
  return { coach: coaches.find(({ id }) => id === wanted), choose: setChosen };
}
