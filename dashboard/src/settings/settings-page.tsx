import { Button } from '@mantine/core';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeSettings, getSettings } from '../api/generated/sdk.gen.js';
import type { SettingsDto } from '../api/generated/types.gen.js';
import { ask, codeOf } from '../api/problem.js';
import { studioQuery } from '../data/queries.js';
import { PageHead } from '../shell/page-head.js';
import { words } from '../texts/settings.js';
import { BackLink } from '../ui/back-link.js';
import { showSaved } from '../ui/change-toast.js';
import { SheetForm } from '../ui/sheet-form.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import { useSending } from '../ui/use-sending.js';
import { AttentionFields } from './attention-fields.js';
import { CoachFields } from './coach-fields.js';
import { FreezeFields } from './freeze-fields.js';
import { LookFields } from './look-fields.js';
import { MailSection } from './mail-section.js';
import { PriceListSection } from './price-list-section.js';
import { ReasonFields } from './reason-fields.js';
import { StudioFields } from './studio-fields.js';
import type { Values } from './values.js';
import classes from './settings.module.css';

const settingsQuery = () =>
  queryOptions({
    queryKey: ['settings'],
    queryFn: ({ signal }) => ask(getSettings({ signal })),
    staleTime: 0,
  });

/** What the studio sets for itself, for admins. */
export default function SettingsPage() {
  const { data, error, refetch } = useQuery(settingsQuery());
  return (
    <>
      <PageHead title={words.title} before={<BackLink href="/account" label={words.back} />} />
      {data && (
        <>
          <SettingsForm key={data.version} settings={data} onReload={() => void refetch()} />
          <PriceListSection />
          <MailSection />
        </>
      )}
      {!data &&
        (error ? <Failed error={error} onRetry={() => void refetch()} /> : <ListSkeleton />)}
    </>
  );
}

interface FormProps {
  readonly settings: SettingsDto;
  readonly onReload: () => void;
}

function SettingsForm({ settings, onReload }: FormProps) {
  const [edits, setEdits] = useState<Partial<Values>>({});
  const sending = useChangeSettings();
  const values = { ...settings.values, ...edits };
  const change = (entered: Partial<Values>) => setEdits({ ...edits, ...entered });
  const submit = () => sending.send({ values: edits, expectedVersion: settings.version });
  const fields = { values, saved: settings.values, onChange: change };
  return (
    <div className={classes.form}>
      <SheetForm sending={sending} onSubmit={submit} save={words.save}>
        <StudioFields {...fields} timeZone={settings.timeZone} error={sending.error} />
        <LookFields {...fields} />
        <AttentionFields {...fields} />
        <CoachFields {...fields} />
        <FreezeFields {...fields} />
        <ReasonFields {...fields} />
        {codeOf(sending.error) === 'settings_changed' && (
          <Button variant="default" onClick={onReload}>
            {words.reload}
          </Button>
        )}
      </SheetForm>
    </div>
  );
}

/** Sends the settings that were edited. */
function useChangeSettings() {
  const cache = useQueryClient();
  return useSending(
    (body: { values: Partial<Values>; expectedVersion: number }, headers) =>
      ask(changeSettings({ body, headers })),
    (changed: SettingsDto) => {
      cache.setQueryData(settingsQuery().queryKey, changed);
      void cache.invalidateQueries(studioQuery());
      showSaved(words.saved);
    },
  );
}
