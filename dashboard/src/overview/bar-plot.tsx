import { type PointerEvent, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { plotOptions } from './plot-options.js';
import { stacked } from './figures.js';
import classes from './plot.module.css';
import type { PlotSeries } from './plot-series.js';

interface Props {
  readonly labels: readonly string[];
  readonly series: readonly PlotSeries[];
  readonly onSelect: (place: number | null) => void;
}

/** Stacked bars, hidden from screen readers: the table below has the same figures. */
export default function BarPlot({ labels, series, onSelect }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const selected = useRef<number | null>(null);
  const drawn = JSON.stringify({ labels, series });

  useEffect(() => {
    if (!box.current) return;
    const made = draw(box.current, drawn, () => selected.current);
    plot.current = made;
    return () => {
      made.destroy();
      plot.current = null;
    };
  }, [drawn]);
  useRedrawing(box, plot);

  const select = (place: number | null) => {
    if (place === selected.current) return;
    selected.current = place;
    plot.current?.redraw(false, false);
    onSelect(place);
  };
  const onPointer = ({ clientX }: PointerEvent) => {
    if (!plot.current) return;
    const { left } = plot.current.over.getBoundingClientRect();
    const place = Math.round(plot.current.posToVal(clientX - left, 'x'));
    select(place in labels ? place : null);
  };
  return (
    <div
      ref={box}
      className={classes.plot}
      aria-hidden
      onPointerDown={onPointer}
      onPointerMove={onPointer}
      // A touch ends at once, and its selection must stay readable.
      onPointerLeave={({ pointerType }) => pointerType === 'mouse' && select(null)}
    />
  );
}

function draw(box: HTMLElement, drawn: string, selected: () => number | null): uPlot {
  const { labels, series } = JSON.parse(drawn) as Pick<Props, 'labels' | 'series'>;
  const size = { width: box.clientWidth, height: box.clientHeight };
  // The uppermost is drawn first, and the others over it.
  const bars = stacked(series.map(({ values }) => values)).reverse();
  const options = plotOptions({ labels, series: series.toReversed(), selected });
  return new uPlot({ ...size, ...options }, [labels.map((_, place) => place), ...bars], box);
}

/** Follows the width of the page, and the colours of the theme. */
function useRedrawing(
  box: { readonly current: HTMLElement | null },
  plot: { readonly current: uPlot | null },
): void {
  useEffect(() => {
    if (!box.current) return;
    const size = new ResizeObserver(([entry]) => {
      if (entry) plot.current?.setSize(entry.contentRect);
    });
    size.observe(box.current);
    const theme = new MutationObserver(() => plot.current?.redraw(true, false));
    theme.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
    return () => {
      size.disconnect();
      theme.disconnect();
    };
  }, [box, plot]);
}
