import { describe, expect, it } from 'vitest';
import { contrastOf, isColor, shadesOf } from './accent.js';
import { OWN_SHADES } from './shades.js';

/** Every colour whose channels are among these: greys, full ones, pale ones, nearly black ones. */
const CHANNELS = ['00', '01', '40', '80', 'c0', 'fe', 'ff'];
const COLORS = CHANNELS.flatMap((red) =>
  CHANNELS.flatMap((green) => CHANNELS.map((blue) => `#${red}${green}${blue}`)),
);

/** What shades stand on, and how the product's own stand out from it. */
const BACKGROUNDS = ['#ffffff', '#f4f6f7', '#161a1d', '#20262a', '#000000'];

describe('the shades of a studio’s colour', () => {
  it('are the product’s own where it has none', () => {
    expect(shadesOf(null)).toBe(OWN_SHADES);
    OWN_SHADES.forEach((own, at) => {
      const same = shadesOf('#0b6e69')[at] ?? '';
      expect(contrastOf(own, same)).toBeLessThan(1.02);
    });
  });

  it('stand out as the product’s own do, whatever the colour is', () => {
    for (const color of COLORS) {
      shadesOf(color).forEach((shade, at) => {
        for (const background of BACKGROUNDS) {
          const ratio =
            contrastOf(shade, background) / contrastOf(OWN_SHADES[at] ?? '', background);
          expect(Math.abs(ratio - 1), `${color} at ${at} on ${background}`).toBeLessThan(0.03);
        }
      });
    }
  });

  it('carry white letters, and are letters on what is light and on what is dark', () => {
    for (const color of COLORS) {
      const shades = shadesOf(color);
      const [light, brand, strong] = [shades[3], shades[8], shades[9]];
      for (const shade of [brand, strong]) {
        expect(contrastOf(shade, '#ffffff'), color).toBeGreaterThanOrEqual(4.5);
        expect(contrastOf(shade, '#f4f6f7'), color).toBeGreaterThanOrEqual(4.5);
      }
      expect(contrastOf(light, '#20262a'), color).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('keep the hue', () => {
    expect(shadesOf('#ff0000')[8]).toMatch(/^#[0-9a-f]{2}0000$/);
    expect(shadesOf('#0000ff')[3]).toMatch(/^#([0-9a-f]{2})\1ff$/);
    expect(shadesOf('#808080')[5]).toMatch(/^#([0-9a-f]{2})\1\1$/);
    expect(shadesOf('#ff00ff')[8]).toMatch(/^#([0-9a-f]{2})00\1$/);
  });

  it('are made of six digits alone', () => {
    for (const color of COLORS)
      for (const shade of shadesOf(color)) expect(isColor(shade)).toBe(true);
    for (const other of [
      '#FFFFFF',
      '#fff',
      'ffffff',
      '#ffffff ',
      'red',
      '',
      null,
      5,
      ['#ffffff'],
    ]) {
      expect(isColor(other)).toBe(false);
    }
  });

  it('count contrast as WCAG does', () => {
    expect(contrastOf('#000000', '#ffffff')).toBe(21);
    // The grey that is named most often: the lightest that white letters can stand on.
    expect(contrastOf('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
    expect(contrastOf('#ffffff', '#767676')).toBe(contrastOf('#767676', '#ffffff'));
  });
});
