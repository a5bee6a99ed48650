import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AddItemDto, CatalogueItemDto, ChangeItemDto } from '../api/generated/types.gen.js';
import { codeOf } from '../api/problem.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/settings.js';
import { showSaved } from '../ui/change-toast.js';
import { Sheet } from '../ui/sheet.js';
import { SheetForm } from '../ui/sheet-form.js';
import type { Sending } from '../ui/use-sending.js';
import { ItemFields } from './item-fields.js';
import { missingInOffer, NEW_OFFER, offerDraftOf, offerOf } from './offer-draft.js';
import { useAddItem, useChangeItem } from './use-price-list.js';

const texts = words.priceList;

interface NewProps {
  readonly currency: string;
  readonly onClose: () => void;
}

/** Adds an item at the end of the price list. */
export function NewItemSheet({ currency, onClose }: NewProps) {
  const sending = useAddItem(({ name }) => {
    onClose();
    showSaved(texts.saved(name));
  });
  return (
    <Sheet title={texts.add} opened onClose={onClose}>
      <ItemForm item={null} currency={currency} sending={sending} />
    </Sheet>
  );
}

interface ChangeProps {
  readonly item: CatalogueItemDto;
  /** Shows it as it is now, where somebody else has changed it. */
  readonly onReload: () => void;
  readonly onArchived: () => void;
  readonly onClose: () => void;
}

/** Changes an item of the price list, or archives it. */
export function ChangeItemSheet(props: ChangeProps) {
  return (
    <Sheet title={texts.editTitle} opened onClose={props.onClose}>
      <ChangeItem key={props.item.version} {...props} />
    </Sheet>
  );
}

function ChangeItem({ item, onReload, onArchived, onClose }: ChangeProps) {
  const { send, ...state } = useChangeItem(({ name, archivedAt }) => {
    if (archivedAt !== null) onArchived();
    onClose();
    showSaved((archivedAt === null ? texts.saved : texts.archived)(name));
  });
  const change = (body: Omit<ChangeItemDto, 'expectedVersion'>) =>
    send({ itemId: item.id, body: { ...body, expectedVersion: item.version } });
  const other = { variant: 'default', mt: 'sm', size: 'md', fullWidth: true };
  return (
    <>
      <ItemForm item={item} currency={item.currency} sending={{ ...state, send: change }} />
      {codeOf(state.error) === 'item_changed' && (
        <Button {...other} onClick={onReload}>
          {words.reload}
        </Button>
      )}
      <Button {...other} disabled={state.isSending} onClick={() => change({ archived: true })}>
        {texts.archive}
      </Button>
    </>
  );
}

interface FormProps {
  readonly item: CatalogueItemDto | null;
  readonly currency: string;
  readonly sending: Sending<AddItemDto>;
}

function ItemForm({ item, currency, sending }: FormProps) {
  const { countedRateTypes } = useStudio();
  const [draft, setDraft] = useState(item ? offerDraftOf(item) : NEW_OFFER);
  const [isChecked, setChecked] = useState(false);
  const save = () => {
    setChecked(true);
    const offer = offerOf(draft, currency, countedRateTypes);
    if (offer) sending.send(offer);
  };
  const { coachId = null, coachName = null } = item ?? {};
  const owner = coachId === null ? null : { id: coachId, name: coachName ?? '' };
  return (
    <SheetForm sending={sending} onSubmit={save} save={words.save}>
      <ItemFields
        {...{ draft, currency, owner }}
        missing={isChecked ? missingInOffer(draft, countedRateTypes) : []}
        error={sending.error}
        onChange={(part) => setDraft((was) => ({ ...was, ...part }))}
      />
    </SheetForm>
  );
}
