import type { ActivityDto } from '../api/generated/types.gen.js';
import { t } from '../texts/texts.js';
import classes from './activity-page.module.css';
import { cellText, fieldChanges } from './rows.js';

/** What the log noted beside the sentence, for whoever looks into a complaint. */
export function ActivityDetails({ row }: { readonly row: ActivityDto }) {
  const { requestId, ip, code } = row;
  const facts = [
    ...(requestId === null ? [] : [{ name: t.activity.requestId, value: requestId }]),
    ...(ip === null ? [] : [{ name: t.activity.address, value: ip }]),
    ...(code === null ? [] : [{ name: t.activity.code, value: code }]),
  ];
  const changes = fieldChanges(row);
  if (facts.length === 0 && changes.length === 0) return t.activity.noDetails;
  return (
    <>
      {facts.length > 0 && (
        <dl className={classes.facts}>
          {facts.map(({ name, value }) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {changes.length > 0 && (
        <table className={classes.table} aria-label={t.activity.table}>
          <thead>
            <tr>
              <th scope="col">{t.activity.field}</th>
              <th scope="col">{t.activity.before}</th>
              <th scope="col">{t.activity.after}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">{t.activity.fields[field] ?? field}</th>
                <td>{cellText(before)}</td>
                <td>{cellText(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
