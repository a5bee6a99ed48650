import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import type { ActivityDto } from '../api/generated/types.gen.js';
import { useStudio } from '../data/queries.js';
import { words } from '../texts/activity.js';
import { words as settings } from '../texts/settings.js';
import { inLanguage } from '../texts/texts.js';
import { momentText, studioToday } from '../ui/dates.js';
import { lastDayText } from '../ui/last-day.js';
import { moneyText } from '../ui/money.js';
import classes from './activity-page.module.css';
import { amountText, cellText, type FieldChange, fieldChanges, reasonsText } from './rows.js';

const FIELDS: Readonly<Record<string, string>> = { ...words.fields, ...settings.names };

/** The details of a row, for looking into complaints. */
export function ActivityDetails({ row }: { readonly row: ActivityDto }) {
  const { requestId, ip, code, actor } = row;
  const facts = [
    ...(requestId === null ? [] : [{ name: words.requestId, value: requestId }]),
    ...(ip === null ? [] : [{ name: words.ipAddress, value: ip }]),
    ...(code === null ? [] : [{ name: words.code, value: code }]),
  ];
  const changes = fieldChanges(row);
  return (
    <>
      {facts.length > 0 && (
        <dl className={classes.facts}>
          {facts.map(({ name, value }) => (
            <div key={name} className={classes.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {changes.length > 0 && <ChangesTable changes={changes} />}
      {facts.length + changes.length === 0 && <p>{words.noDetails}</p>}
      {actor.id !== null && actor.name !== null && (
        <Anchor component={Link} href={`/activity?actorId=${actor.id}`} className={classes.allBy}>
          {words.allBy(actor.name)}
        </Anchor>
      )}
    </>
  );
}

function ChangesTable({ changes }: { readonly changes: readonly FieldChange[] }) {
  const { timeZone } = useStudio();
  const today = studioToday(timeZone);
  // Only these fields hold words of the API; other values, such as names, are shown as they are.
  const worded = new Set([
    ...['status', 'rateType', 'approvals', 'note', 'activation', 'attendance', 'asked'],
  ]);
  const currency = changes.find(({ field }) => field === 'currency');
  const textOf = (field: string, side: 'before' | 'after', value: unknown) => {
    const amount = amountText(field, value, currency?.[side], moneyText);
    if (amount !== null) return amount;
    if (field === 'reasons') return reasonsText(value, inLanguage, settings.reasons.notOffered);
    return cellText(value, {
      instant: (instant) =>
        (field === 'expiresAt' ? lastDayText : momentText)(instant, timeZone, today),
      word: (word) => (worded.has(field) ? (words.values[word] ?? word) : word),
    });
  };
  return (
    <table className={classes.table} aria-label={words.table}>
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{FIELDS[field] ?? field}</th>
            <td>{textOf(field, 'before', before)}</td>
            <td>{textOf(field, 'after', after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
