import { useQuery, useQueryClient } from '@tanstack/react-query';
import { addItem, changeItem } from '../api/generated/sdk.gen.js';
import type { AddItemDto, CatalogueItemDto, ChangeItemDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { catalogueQuery } from '../desk/catalogue-query.js';
import { useSending } from '../ui/use-sending.js';
import { movedTo } from './offer-draft.js';

/** What is offered and what is no more; undefined until both are known. */
export function usePriceList() {
  const offered = useQuery(catalogueQuery());
  const archived = useQuery(catalogueQuery(true));
  const lists = offered.data &&
    archived.data && { offered: offered.data.data, archived: archived.data.data };
  return {
    lists,
    error: offered.error ?? archived.error,
    read: async () => Promise.all([offered.refetch(), archived.refetch()]),
  };
}

/** Adds an item to the list. */
export function useAddItem(onDone: (added: CatalogueItemDto) => void) {
  const refresh = useRefresh();
  return useSending(
    (body: AddItemDto, headers) => ask(addItem({ body, headers })),
    (added) => {
      refresh();
      onDone(added);
    },
    refresh,
  );
}

/** Which item is changed, and how. */
interface Change {
  readonly itemId: number;
  readonly body: ChangeItemDto;
}

/** Changes an item, moves it, archives it or offers it again. */
export function useChangeItem(
  onDone: (changed: CatalogueItemDto) => void,
  onFailed?: (error: Error) => void,
) {
  const cache = useQueryClient();
  const refresh = useRefresh();
  return useSending(
    ({ itemId, body }: Change, headers) => ask(changeItem({ path: { itemId }, body, headers })),
    (changed, { body: { body } }) => {
      // The next move counts from here, even before the list is read again.
      if (body.position !== undefined) {
        cache.setQueryData(
          catalogueQuery().queryKey,
          (list) => list && { ...list, data: movedTo(list.data, changed) },
        );
      }
      refresh();
      onDone(changed);
    },
    (error) => {
      refresh();
      onFailed?.(error);
    },
  );
}

/** What was refused may be another item by now. */
function useRefresh(): () => void {
  const cache = useQueryClient();
  return () => void cache.invalidateQueries({ queryKey: ['catalogue'] });
}
