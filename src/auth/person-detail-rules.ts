/** What the studio has written down of somebody; null where there is nothing. */
export interface Detail {
  readonly phone: string | null;
  readonly note: string | null;
}

export const NO_DETAIL: Detail = { phone: null, note: null };

/** A change as the activity log has it: what was before and after of what has changed. */
interface DetailChange {
  readonly before: object;
  readonly after: object;
}

/** What somebody enters: fields that are left out stay as they are. */
export function detailAfter(was: Detail, input: Partial<Detail>): Detail {
  const { phone = was.phone, note = was.note } = input;
  return { phone, note };
}

/**
 * What the log says of a change; undefined where there is none. A phone number stands there as an
 * e-mail address does. A note does not: it may be about health, and the log is kept for good.
 */
export function detailChange(was: Detail, is: Detail): DetailChange | undefined {
  const hasPhone = was.phone !== is.phone;
  if (!hasPhone && was.note === is.note) return undefined;
  const noted = was.note === null ? 'added' : is.note === null ? 'removed' : 'changed';
  return {
    before: hasPhone ? { phone: was.phone } : {},
    after: {
      ...(hasPhone ? { phone: is.phone } : {}),
      ...(was.note === is.note ? {} : { note: noted }),
    },
  };
}
