import uPlot from 'uplot';
import type { PlotSeries } from './plot-series.js';

interface Drawing {
  readonly labels: readonly string[];
  /** From the uppermost down. */
  readonly series: readonly PlotSeries[];
  readonly selected: () => number | null;
}

const FONT = '12px system-ui, sans-serif';
/** A bar takes so much of its place, and at most so many pixels. */
const BAR_SIZE: [number, number] = [0.7, 44];
const HATCH_PX = 6;
/** Numbers of sessions and members have no fractions. */
const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** How bars are drawn. Colours are asked for at each drawing, so that they follow the theme. */
export function plotOptions({
  labels,
  series,
  selected,
}: Drawing): Omit<uPlot.Options, 'width' | 'height'> {
  const axis = { font: FONT, stroke: () => colorOf('--mantine-color-dimmed') };
  const hidden = { show: false };
  const bars = uPlot.paths.bars?.({ size: BAR_SIZE });
  return {
    legend: hidden,
    cursor: hidden,
    padding: [12, 8, 0, 0],
    scales: {
      x: { time: false, range: () => [-0.5, labels.length - 0.5] },
      y: { range: (_, __, highest) => [0, Math.max(4, highest * 1.05)] },
    },
    axes: [
      {
        ...axis,
        grid: hidden,
        ticks: hidden,
        incrs: [1, 2, 3, 4, 6, 12],
        space: widest(labels),
        size: 28,
        values: (_, places) => places.map((place) => labels[place] ?? ''),
      },
      {
        ...axis,
        incrs: STEPS,
        size: 40,
        ticks: hidden,
        grid: { stroke: () => colorOf('--line'), width: 1 },
      },
    ],
    series: [
      {},
      ...series.map((one) => ({
        ...(bars ? { paths: bars } : {}),
        points: hidden,
        width: 1,
        stroke: () => colorOf(one.color),
        fill: (plot: uPlot) => fillOf(plot, one),
      })),
    ],
    hooks: { drawClear: [(plot) => markSelected(plot, selected())] },
  };
}

/** Room that the longest label needs, in pixels. */
function widest(labels: readonly string[]): number {
  return 12 + 7 * Math.max(...labels.map(({ length }) => length));
}

function markSelected(plot: uPlot, place: number | null): void {
  if (place === null) return;
  const { ctx, bbox } = plot;
  const [left, right] = [place - 0.5, place + 0.5].map((x) => plot.valToPos(x, 'x', true));
  if (left === undefined || right === undefined) return;
  ctx.fillStyle = colorOf('--calm-soft');
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
}

function fillOf({ ctx }: uPlot, { color, isHatched }: PlotSeries): string | CanvasPattern {
  if (!isHatched) return colorOf(color);
  const size = Math.round(HATCH_PX * devicePixelRatio);
  const tile = document.createElement('canvas');
  tile.width = size;
  tile.height = size;
  const pen = tile.getContext('2d');
  if (!pen) return colorOf(color);
  pen.fillStyle = colorOf('--surface');
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = colorOf(color);
  pen.lineWidth = size / 3;
  // Three strokes, so that the corners of the tiles meet.
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift - 1, size + 1);
    pen.lineTo(shift + size + 1, -1);
  }
  pen.stroke();
  return ctx.createPattern(tile, 'repeat') ?? colorOf(color);
}

function colorOf(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}
