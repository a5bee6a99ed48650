import type { ReasonDto, StudioDto } from '../api/generated/types.gen.js';
import { inLanguage, t } from '../texts/texts.js';
import { whyText } from './why.js';
import { useStudio } from '../data/queries.js';

/** The studio's reasons, archived ones included. What an older release has answered has none. */
export function useReasons(): readonly ReasonDto[] {
  return reasonsOf(useStudio());
}

function reasonsOf({ reasons = [] }: Partial<Pick<StudioDto, 'reasons'>>): readonly ReasonDto[] {
  return reasons;
}

/** What a reason is called in the reader's language. */
export function reasonName({ en, de }: ReasonDto): string {
  return inLanguage({ en, de });
}

/** Says why a row of the history or of the log came to be, if anybody did. */
export function useWhyText(): (row: Parameters<typeof whyText>[0]) => string | null {
  const reasons = useReasons();
  const wordOf = (sought: string) => {
    const found = reasons.find(({ code }) => code === sought);
    return found && reasonName(found);
  };
  return (row) => whyText(row, { wordOf, quote: t.history.quote });
}
