import { createTheme, type CSSVariablesResolver } from '@mantine/core';
import { OWN_SHADES, type Shades } from '../../../src/common/shades.js';

/** Targets are at least 44 px high (WCAG 2.2, 2.5.5), which Mantine's `md` is not. */
const TARGET = 'var(--target)';

const FIELD = { defaultProps: { size: 'md' }, styles: { input: { minHeight: TARGET } } };

/**
 * At large text a long word, of which German has many, goes on in the next line. The room beside it
 * does not grow with the text, or it would be the room that a phone has.
 */
const BUTTON = {
  root: {
    // A link that looks like a button does not centre its words by itself, as a button does.
    display: 'inline-grid',
    alignItems: 'center',
    height: 'auto',
    minHeight: `max(${TARGET}, var(--button-height))`,
    paddingBlock: 6,
    paddingInline: 'min(var(--button-padding-x), 6vw)',
  },
  label: {
    whiteSpace: 'normal' as const,
    overflowWrap: 'anywhere' as const,
    hyphens: 'auto' as const,
    // Its box ends at the height of an A: what it hides beyond that is the dots of an Ä.
    overflow: 'visible',
  },
};

const THEME = createTheme({
  primaryColor: 'studio',
  // The lighter shades do not reach 4.5 : 1 behind white letters.
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  headings: { fontWeight: '700' },
  components: {
    Button: { defaultProps: { size: 'md' }, styles: BUTTON },
    TextInput: FIELD,
    PasswordInput: FIELD,
    NumberInput: FIELD,
    Textarea: FIELD,
    NativeSelect: FIELD,
    Chip: { defaultProps: { size: 'md', radius: 'xl' }, styles: { label: { height: TARGET } } },
  },
});

/** How the app of a studio looks: its theme, and its colours beyond that. */
export function lookOf(studio: Shades | null) {
  const shades = studio ?? OWN_SHADES;
  const theme = { ...THEME, colors: { studio: shades } };
  return { theme, cssVariablesResolver: readableColors(shades) };
}

/** Mantine's own dimmed, placeholder and light colours miss the contrast of WCAG AA. */
const readableColors =
  (shades: Shades): CSSVariablesResolver =>
  () => ({
    variables: { '--target': '44px' },
    light: {
      '--mantine-color-dimmed': '#55606a',
      '--mantine-color-placeholder': '#5c6770',
      '--mantine-color-error': '#b3261e',
      '--mantine-color-anchor': shades[9],
      '--surface': '#ffffff',
      '--surface-raised': '#f4f6f7',
      '--line': '#d9dfe3',
      '--good': '#0b6e4f',
      '--warn': '#8a4b00',
      '--bad': '#b3261e',
      '--good-soft': '#dff3ea',
      '--warn-soft': '#fdeed3',
      '--bad-soft': '#fbe3e1',
      '--calm-soft': '#e6eaee',
      '--calm': '#3f4a54',
      '--brand': shades[8],
      // Beside good and bad, in figures, a colour of its own is needed.
      '--chart': OWN_SHADES[8],
    },
    dark: {
      '--mantine-color-body': '#161a1d',
      '--mantine-color-text': '#e8ecef',
      '--mantine-color-dimmed': '#a9b4bd',
      '--mantine-color-placeholder': '#a0abb4',
      '--mantine-color-error': '#ff9a91',
      '--mantine-color-anchor': shades[3],
      '--surface': '#161a1d',
      '--surface-raised': '#20262a',
      '--line': '#39434a',
      '--good': '#6fd3a6',
      '--warn': '#f4b860',
      '--bad': '#ff9a91',
      '--good-soft': '#14382b',
      '--warn-soft': '#402c0c',
      '--bad-soft': '#47211e',
      '--calm-soft': '#2d353b',
      '--calm': '#c3ccd3',
      '--brand': shades[3],
      '--chart': OWN_SHADES[3],
    },
  });
