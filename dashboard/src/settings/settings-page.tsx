import { Button, NativeSelect, Text, TextInput } from '@mantine/core';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { changeSettings, getSettings } from '../api/generated/sdk.gen.js';
import type { SettingsDto } from '../api/generated/types.gen.js';
import { ask, codeOf } from '../api/problem.js';
import { WRITTEN_LANGUAGES } from '../api/rules.js';
import { studioQuery } from '../data/queries.js';
import { PageHead } from '../shell/page-head.js';
import { words } from '../texts/settings.js';
import { BackLink } from '../ui/back-link.js';
import { showSaved } from '../ui/change-toast.js';
import { faultAt } from '../ui/send-error.js';
import { SheetForm } from '../ui/sheet-form.js';
import { Failed, ListSkeleton } from '../ui/states.js';
import { useSending } from '../ui/use-sending.js';
import classes from './settings.module.css';

type Values = SettingsDto['values'];

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
      {data && <SettingsForm key={data.version} settings={data} onReload={() => void refetch()} />}
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
  return (
    <div className={classes.form}>
      <SheetForm sending={sending} onSubmit={submit} save={words.save}>
        <TextInput
          label={words.studioName}
          description={words.studioNameHint}
          autoComplete="off"
          value={values.studioName ?? ''}
          error={faultAt('studioName', sending.error)}
          onChange={({ currentTarget: { value } }) => change({ studioName: textOrNull(value) })}
        />
        <LocaleField locale={values.locale} onChange={(locale) => change({ locale })} />
        <TextInput
          label={words.replyTo}
          description={words.replyToHint}
          type="email"
          inputMode="email"
          autoCapitalize="none"
          autoComplete="off"
          value={values.replyTo ?? ''}
          error={faultAt('replyTo', sending.error)}
          onChange={({ currentTarget: { value } }) => change({ replyTo: textOrNull(value) })}
        />
        <div>
          <Text fw={500}>{words.timeZone}</Text>
          <Text size="sm" c="dimmed">
            {words.timeZoneHint}
          </Text>
          <Text>{settings.timeZone}</Text>
        </div>
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

interface LocaleFieldProps {
  readonly locale: Values['locale'];
  readonly onChange: (locale: Values['locale']) => void;
}

function LocaleField({ locale, onChange }: LocaleFieldProps) {
  const choose = (value: string) =>
    onChange(WRITTEN_LANGUAGES.find((one) => one === value) ?? null);
  return (
    <NativeSelect
      label={words.locale}
      description={words.localeHint}
      value={locale ?? ''}
      onChange={({ currentTarget: { value } }) => choose(value)}
      data={[
        { value: '', label: words.noLocale },
        ...WRITTEN_LANGUAGES.map((one) => ({ value: one, label: words.locales[one] })),
      ]}
    />
  );
}

/** An empty field is no name, and no address. */
function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}
