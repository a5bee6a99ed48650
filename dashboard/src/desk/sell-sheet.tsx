import { Text } from '@mantine/core';
import { useState } from 'react';
import { grantPackage } from '../api/generated/sdk.gen.js';
import type {
  GrantPackageDto,
  MemberDto,
  PackageDto,
  UserDto,
} from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { useStudio } from '../data/queries.js';
import { t } from '../texts/texts.js';
import { studioToday } from '../ui/dates.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import classes from './desk.module.css';
import { nameOf } from '../ui/names.js';
import { SaleFields } from './sale-fields.js';
import { missingOf, type SaleDraft, saleOf } from './sale.js';
import { saleText } from './sale-text.js';
import { isAsking, useSellingCoaches } from './selling.js';
import { showSaved } from '../ui/change-toast.js';
import type { KeptSheet } from './use-kept-sheet.js';
import { useSending } from '../ui/use-sending.js';

const EMPTY: SaleDraft = {
  coachId: null,
  kind: 'package',
  sessions: 10,
  isUnlimited: false,
  until: null,
  note: '',
  asksCoach: false,
};

interface Props {
  readonly sheet: KeptSheet;
  readonly member: MemberDto;
  readonly user: UserDto;
}

/** Sells a package, and shows a summary before it is saved. */
export default function SellSheet({ sheet, member, user }: Props) {
  const studio = useStudio();
  const countedKinds = studio.countedRateTypes;
  const today = studioToday(studio.timeZone);
  const [entered, setEntered] = useState<SaleDraft>(EMPTY);
  const [isChecked, setChecked] = useState(false);
  const [isCoachChosen, setCoachChosen] = useState(false);
  const coaches = useSellingCoaches(user);
  // Most members stay with their coach.
  const likely = coaches.length === 1 ? coaches[0]?.id : member.packages[0]?.coachId;
  const wanted = isCoachChosen ? entered.coachId : (likely ?? null);
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
    <Sheet title={t.desk.sell.title} opened={sheet.opened} onClose={sheet.close}>
      <SheetForm sending={sending} onSubmit={save} save={t.desk.sell.save}>
        <Text className={classes.who}>{t.desk.sell.for(nameOf(member))}</Text>
        <SaleFields
          {...{ draft, today, isChecked, user }}
          error={sending.error}
          onChange={change}
        />
        {text && (
          <div role="status" className={classes.summary}>
            {text}
          </div>
        )}
      </SheetForm>
    </Sheet>
  );
}

/**
 * Hands on what was sold: whether it waits is for the server to say, because the studio may have
 * changed what coaches may do since it was asked.
 */
function useSelling({ id: memberId }: MemberDto, onDone: (sold: PackageDto) => void) {
  return useSending(
    (body: GrantPackageDto, headers) => ask(grantPackage({ path: { memberId }, body, headers })),
    onDone,
  );
}
