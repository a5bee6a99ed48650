import type { CatalogueItemDto } from '../api/generated/types.gen.js';
import { words } from '../texts/prices.js';
import { t } from '../texts/texts.js';

type Facts = Pick<
  CatalogueItemDto,
  'rateType' | 'sessions' | 'validDays' | 'activation' | 'coachName'
>;

/** What an item holds, and how long it is valid: `10 sessions · valid 90 days`. */
export function itemFacts({ rateType, sessions, coachName, ...validity }: Facts): string {
  const kind = rateType === 'package' ? [] : [t.desk.sell.kinds[rateType]];
  const counted = sessions === null ? [] : [t.app.sessions(sessions)];
  const only = coachName === null ? [] : [words.only(coachName)];
  return [...kind, ...counted, validityOf(validity), ...only].join(' · ');
}

function validityOf({ validDays, activation }: Pick<Facts, 'validDays' | 'activation'>): string {
  if (validDays === null) return words.endless;
  const days = words.days(validDays);
  return activation === 'purchase' ? days : words.fromFirst(days);
}
