import { OWN_SHADES, type Shades } from './shades.js';

/** A colour as `#rrggbb`, in small letters. */
const COLOR = /^#[0-9a-f]{6}$/;
/** Turns of the search for a lightness: finer than what a colour of 24 bits can tell. */
const SEARCHES = 24;

/** Whether it is a colour as `#rrggbb`. */
export function isColor(value: unknown): value is string {
  return typeof value === 'string' && COLOR.test(value);
}

/**
 * The shades of a studio's own colour. Each is as light as the product's own of its place, by the
 * relative luminance of WCAG 2.2, so that whatever can be read in one colour can be in all.
 */
export function shadesOf(color: string | null): Shades {
  if (color === null) return OWN_SHADES;
  const { hue, saturation } = hslOf(color);
  return OWN_SHADES.map((own) =>
    shadeAsLightAs(luminanceOf(own), hue, saturation),
  ) as unknown as Shades;
}

/** How well one colour stands out from another: 1 to 21, as WCAG 2.2 counts it. */
export function contrastOf(one: string, other: string): number {
  const [dark, light] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function shadeAsLightAs(luminance: number, hue: number, saturation: number): string {
  let [low, high] = [0, 1];
  for (let n = 0; n < SEARCHES; n += 1) {
    const middle = (low + high) / 2;
    if (luminanceOf(colorOf(hue, saturation, middle)) < luminance) low = middle;
    else high = middle;
  }
  return colorOf(hue, saturation, low);
}

/** WCAG 2.2, relative luminance: 0 for black, 1 for white. */
function luminanceOf(color: string): number {
  const [red, green, blue] = channelsOf(color).map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(color: string): [number, number, number] {
  const part = (at: number) => Number.parseInt(color.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}

/** Hue in sixths of the circle, saturation from 0 to 1. */
function hslOf(color: string): { hue: number; saturation: number } {
  const [red, green, blue] = channelsOf(color);
  const most = Math.max(red, green, blue);
  const span = most - Math.min(red, green, blue);
  if (span === 0) return { hue: 0, saturation: 0 };
  const lightness = most - span / 2;
  const saturation = span / (1 - Math.abs(2 * lightness - 1));
  if (most === red) return { hue: (6 + (green - blue) / span) % 6, saturation };
  return { hue: most === green ? 2 + (blue - red) / span : 4 + (red - green) / span, saturation };
}

function colorOf(hue: number, saturation: number, lightness: number): string {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (turn: number) => {
    const at = (turn + hue * 2) % 12;
    return lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1));
  };
  const parts = [channel(0), channel(8), channel(4)];
  return `#${parts.map((part) => hexOf(part)).join('')}`;
}

function hexOf(part: number): string {
  return Math.round(part * 255)
    .toString(16)
    .padStart(2, '0');
}
