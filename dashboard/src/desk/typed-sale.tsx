import { useState } from 'react';
import { useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { studioToday } from '../ui/dates.js';
import { SheetForm } from '../ui/sheet-form.js';
import classes from './desk.module.css';
import { nameOf } from '../ui/names.js';
import { saleAgain } from './sale-again.js';
import { SaleFields } from './sale-fields.js';
import { missingOf, type SaleDraft, saleOf } from './sale.js';
import { saleText } from './sale-text.js';
import { likelyCoach, type SellProps } from './sell-props.js';
import { useSelling } from './use-selling.js';
import { isAsking, useSellingCoaches } from './selling.js';
import { showSaved } from '../ui/change-toast.js';

/** Sells a package as somebody types it, and shows a summary before it is saved. */
export function TypedSale(props: SellProps) {
  const { sheet, member, user, again } = props;
  const studio = useStudio();
  const countedKinds = studio.countedRateTypes;
  const today = studioToday(studio.timeZone);
  const [entered, setEntered] = useState<SaleDraft>(() => saleAgain(again, studio, today));
  const [isChecked, setChecked] = useState(false);
  const [isCoachChosen, setCoachChosen] = useState(false);
  const coaches = useSellingCoaches(user);
  const wanted = isCoachChosen ? entered.coachId : (likelyCoach(props, coaches) ?? null);
  const coach = coaches.find(({ id }) => id === wanted);
  const draft: SaleDraft = { ...entered, coachId: coach?.id ?? null };
  const isWhole = coach && missingOf(draft, countedKinds).length === 0;
  const textOf = (waits: boolean) =>
    isWhole ? saleText(draft, countedKinds, nameOf(coach), today, waits) : '';
  const text = textOf(draft.asksCoach || isAsking(user, studio));

  const sending = useSelling(member, (sold) => {
    sheet.done();
    showSaved(t.desk.sell.sold(textOf(sold.state === 'pending') || nameOf(member)));
  });
  const save = () => {
    setChecked(true);
    const sale = saleOf(draft, studio);
    if (sale) sending.send(sale);
  };
  const change = (part: Partial<SaleDraft>) => {
    if (part.coachId !== undefined) setCoachChosen(true);
    setEntered((was) => ({ ...was, ...part }));
  };
  return (
    <SheetForm sending={sending} onSubmit={save} save={t.desk.sell.save}>
      <SaleFields {...{ draft, today, isChecked, user }} error={sending.error} onChange={change} />
      {text && (
        <div role="status" className={classes.summary}>
          {text}
        </div>
      )}
    </SheetForm>
  );
}
