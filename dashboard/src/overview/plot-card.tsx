import { lazy, Suspense, useState } from 'react';
import { words } from '../texts/overview.js';
import { sum } from './figures.js';
import classes from './plot.module.css';
import type { PlotSeries } from './plot-series.js';
import { part } from '../ui/part.js';

const BarPlot = lazy(() => part(() => import('./bar-plot.js')));

interface PlotTable {
  readonly head: readonly string[];
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly [string, ...number[]])[];
}

interface Props {
  readonly title: string;
  readonly labels: readonly string[];
  readonly series: readonly PlotSeries[];
  /** All figures in one sentence. */
  readonly summary: string;
  /** The text for one bar, shown while it is selected. */
  readonly valueAt: (place: number) => string;
  readonly table: PlotTable;
  /** The text where there is nothing to draw. */
  readonly none: string;
}

/** Figures as bars, as a sentence, and as a table for screen readers. */
export function PlotCard({ title, labels, series, summary, valueAt, table, none }: Props) {
  const [place, setPlace] = useState<number | null>(null);
  const isEmpty = series.every(({ values }) => sum(values) === 0);
  if (isEmpty) {
    return (
      <section className={classes.card} aria-label={title}>
        <h2 className={classes.title}>{title}</h2>
        <p className={classes.value}>{none}</p>
      </section>
    );
  }
  const isShown = place !== null && place < labels.length;
  return (
    <section className={classes.card} aria-label={title}>
      <h2 className={classes.title}>{title}</h2>
      <p className={classes.value}>{isShown ? valueAt(place) : summary}</p>
      {series.length > 1 && <Legend series={series} />}
      <Suspense fallback={<div className={classes.plot} />}>
        <BarPlot labels={labels} series={series} onSelect={setPlace} />
      </Suspense>
      <details className={classes.asTable}>
        <summary aria-label={`${words.showTable}: ${title}`}>{words.showTable}</summary>
        {/* eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex -- on a narrow phone the
            table may be wider than its card, and what scrolls must take the focus so that arrow
            keys scroll it too (WCAG 2.1.1; axe: scrollable-region-focusable) */}
        <div className={classes.scroll} tabIndex={0} role="group" aria-label={title}>
          <FiguresTable title={title} table={table} />
        </div>
      </details>
    </section>
  );
}

function Legend({ series }: Pick<Props, 'series'>) {
  return (
    <ul className={classes.legend}>
      {series.map(({ name, color, isHatched }) => (
        <li key={name}>
          <span
            className={classes.swatch}
            style={{ color: `var(${color})` }}
            data-hatched={isHatched}
            aria-hidden
          />
          {name}
        </li>
      ))}
    </ul>
  );
}

function FiguresTable({ title, table }: { readonly title: string; readonly table: PlotTable }) {
  return (
    <table className={classes.table} aria-label={title}>
      <thead>
        <tr>
          {table.head.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(([name, ...numbers]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {numbers.map((one, column) => (
              <td key={table.head[column + 1]}>{one}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
