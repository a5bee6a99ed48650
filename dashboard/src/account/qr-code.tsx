import { useMemo } from 'react';
import { encode } from 'uqr';
import classes from './factor.module.css';

/** The light edge that scanners need, in modules. */
const BORDER = 4;

/** A text as a QR code: dark on light in every theme, for scanners read no other. */
export function QrCode({ text, name }: { readonly text: string; readonly name: string }) {
  const { size, path } = useMemo(() => drawn(text), [text]);
  return (
    <svg className={classes.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={name}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" shapeRendering="crispEdges" />
    </svg>
  );
}

/** One stroke for each run of dark modules in a row. */
function drawn(text: string): { readonly size: number; readonly path: string } {
  const { size, data } = encode(text, { ecc: 'M', border: BORDER });
  const runs = data.flatMap((row, y) => {
    const starts = row.flatMap((isDark, x) => (isDark && row[x - 1] !== true ? [x] : []));
    return starts.map((x) => {
      const end = row.indexOf(false, x);
      const width = (end === -1 ? size : end) - x;
      return `M${x} ${y}h${width}v1h-${width}z`;
    });
  });
  return { size, path: runs.join('') };
}
