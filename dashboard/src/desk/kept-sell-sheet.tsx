import { lazy, Suspense } from 'react';
import { part } from '../ui/part.js';
import type { SellProps } from './sell-props.js';

const SellSheet = lazy(() => part(() => import('./sell-sheet.js')));

/** The sheet of a sale, loaded when it is opened for the first time. */
export function KeptSellSheet(props: SellProps) {
  if (!props.sheet.wasOpened) return null;
  return (
    <Suspense>
      <SellSheet key={props.sheet.round} {...props} />
    </Suspense>
  );
}
