import { NativeSelect } from '@mantine/core';
import { keepUser } from '../api/account.js';
import { changeMe } from '../api/generated/sdk.gen.js';
import type { ChangeMeDto, MeDto, UserDto } from '../api/generated/types.gen.js';
import { ask } from '../api/problem.js';
import { WRITTEN_LANGUAGES } from '../api/rules.js';
import { words } from '../texts/language.js';
import { isOtherLanguage } from '../texts/texts.js';
import { showSaved } from '../ui/change-toast.js';
import { sendErrorText } from '../ui/send-error.js';
import { useSending } from '../ui/use-sending.js';

/** As those say it who speak it. */
const NAMES = { en: 'English', de: 'Deutsch' } as const;

/** The language of the app and of letters, as the person wants it; saved as it is chosen. */
export function OwnLanguage({ user }: { readonly user: UserDto }) {
  const { send, isSending, error } = useSending(
    (body: ChangeMeDto, headers) => ask(changeMe({ body, headers })),
    (changed: MeDto) => {
      keepUser(changed);
      // All texts were chosen when the app was loaded.
      if (isOtherLanguage(changed)) window.location.reload();
      else showSaved(words.saved);
    },
  );
  const choose = (value: string) =>
    send({ locale: WRITTEN_LANGUAGES.find((one) => one === value) ?? null });
  return (
    <NativeSelect
      label={words.title}
      description={words.hint}
      value={user.locale ?? ''}
      disabled={isSending}
      error={error && sendErrorText(error)}
      onChange={({ currentTarget: { value } }) => choose(value)}
      data={[
        { value: '', label: words.asDevice },
        ...WRITTEN_LANGUAGES.map((one) => ({ value: one, label: NAMES[one] })),
      ]}
    />
  );
}
