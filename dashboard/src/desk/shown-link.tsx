import { Button, Stack } from '@mantine/core';
import { IconShare } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { InvitedDto, PersonDto } from '../api/generated/types.gen.js';
import { words } from '../texts/person.js';
import { CopyButton } from '../ui/copy-button.js';
import { nameOf } from '../ui/names.js';
import { useMomentText } from '../ui/use-moment-text.js';
import classes from './shown-link.module.css';

interface Props {
  readonly invitation: InvitedDto;
  readonly person: Pick<PersonDto, 'firstName' | 'lastName' | 'email'>;
  readonly onDone: () => void;
}

/** What became of an invitation: it is mailed, its link is shown once, or there is none. */
export function ShownLink({ invitation, person, onDone }: Props) {
  const moment = useMomentText();
  const first = useRef<HTMLParagraphElement>(null);
  // The form that was here has taken the focus along.
  useEffect(() => first.current?.focus(), []);
  const { link, expiresAt } = invitation;
  const until = expiresAt === null ? '' : moment(expiresAt);
  return (
    <Stack>
      <p ref={first} tabIndex={-1} className={classes.about}>
        {link === null ? (
          sayWithoutLink(person, until)
        ) : (
          <>
            {words.linkAbout(nameOf(person))} <b>{words.linkOnce(until)}</b>
          </>
        )}
      </p>
      {link !== null && <UrlBox url={new URL(link, window.location.origin).href} />}
      <Button size="lg" onClick={onDone}>
        {words.done}
      </Button>
    </Stack>
  );
}

/** The link, to be copied, or to be handed on from here. */
function UrlBox({ url }: { readonly url: string }) {
  return (
    <>
      <output className={classes.link} aria-label={words.link}>
        {url}
      </output>
      <div className={classes.buttons}>
        <CopyButton text={url}>{words.copy}</CopyButton>
        <ShareButton url={url} />
      </div>
    </>
  );
}

function sayWithoutLink(person: Props['person'], until: string): string {
  const { email } = person;
  return email === null ? words.added(nameOf(person)) : words.mailed(email, until);
}

/** The title of a sheet that shows this. */
export function titleOf({ isMailed, link }: InvitedDto): string {
  if (isMailed) return words.mailedTitle;
  return link === null ? words.addedTitle : words.linkTitle;
}

/** Hands the link to another app, such as a messenger, where the browser lets pages do that. */
function ShareButton({ url }: { readonly url: string }) {
  // The type has it always; browsers have it in secure contexts only, some not at all.
  const isThere = 'share' in navigator;
  if (!isThere) return null;
  // Whoever closes the list of apps has changed their mind: the link is still here.
  const share = () => void navigator.share({ url }).catch(() => undefined);
  return (
    <Button variant="default" leftSection={<IconShare size={20} aria-hidden />} onClick={share}>
      {words.share}
    </Button>
  );
}
