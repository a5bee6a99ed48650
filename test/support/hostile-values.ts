import { type ApiDocument, resolve, type Schema } from './served-document.js';

/** Values as JSON text, because JSON can say more than JavaScript: 1e309, a lone surrogate. */
export type JsonText = string;

const NO_TEXT: JsonText[] = ['5', '0', 'true', '{}', '[]', '["a"]', '{"toString":1}', '1e309'];
const NO_NUMBER: JsonText[] = ['"abc"', '"1"', '""', 'true', '{}', '[]', '[1]', '"NaN"', '"1e3"'];
const NO_INTEGER: JsonText[] = ['1.5', '1e309', '-1e309', '9007199254740992', '1e99', '1e-9'];
const NO_FLAG: JsonText[] = ['"true"', '"false"', '1', '0', '""', '[]', '{}', '[true]'];
const NO_OBJECT: JsonText[] = ['"x"', '5', 'true', '[]', '[{}]', 'null', '""'];
const NO_LIST: JsonText[] = ['"x"', '5', 'true', '{}', '[1]', '["x"]', '[null]', '[[]]', 'null'];
const NO_DAY: JsonText[] = [
  ...['"2026-02-30"', '"2026-13-01"', '"2026-00-10"', '"20260101"', '"2026-1-1"', '"today"'],
  ...['"2026-01-01T00:00:00Z"', '"2026-01-01\\u0000"', '" 2026-01-01"', '"-2026-01-01"', '""'],
];
const NO_INSTANT: JsonText[] = [
  ...['"2026-03-10"', '"2026-03-10T12:00:00"', '"2026-02-30T12:00:00Z"', '"now"', '"1773144000"'],
  ...['"2026-W11-2T12:00Z"', '"2026-069T12:00Z"', '"2026-03-10T25:00:00Z"', '"20260310T120000Z"'],
  ...['"2026-03-10T12Z"', '"2026-03-10T12:00:00+99:99"', '"+002026-03-10T12:00:00Z"', '""'],
  ...['"2026-03-10T24:00:00Z"', '"2026-03-10T23:59:60Z"', '"2026-03-10T12:00:00,5Z"'],
  ...['"9999-12-31T23:59:59Z"', '"0000-01-01T00:00:00Z"', '"2026-03-10 12:00:00Z"'],
];
const BROKEN_TEXT: JsonText[] = ['"nul\\u0000"', '"\\ud800"', '"\\udfff x"', '"esc\\u001b[2J"'];

/** Text that a person might send, and that must be taken for text and nothing else. */
export const NASTY_TEXTS = [
  `'; DROP TABLE user; --`,
  `' OR '1'='1`,
  `" OR ""="`,
  `1) UNION SELECT password FROM user --`,
  `\\'; UPDATE user SET user_type_id = 1; #`,
  '`user`; /*',
  '%_%\\%',
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  '{{7*7}} #{7*7} <%= 7*7 %>',
  '$ne',
  'null',
  'undefined',
  'O’Brien “quoted” – naïve',
  '名前 имя שם',
  '👩‍👩‍👧‍👦 🏋🏽',
  'e\u0301\u0302\u0303\u0304',
  'a\u200bb\u00adc\ufeffd',
  'line\nbreak\tand tab',
];

/** JSON values that a field of this schema must refuse. */
export function wrongValues(api: ApiDocument, given: Schema): JsonText[] {
  const nullable = [given.type].flat().includes('null');
  const wrong = wrongNonNulls(api, given.allOf?.[0] ?? given);
  return nullable ? wrong.filter((text) => text !== 'null') : [...new Set([...wrong, 'null'])];
}

function wrongNonNulls(api: ApiDocument, given: Schema): JsonText[] {
  const schema = resolve(api, given);
  const type = [schema.type ?? []].flat().find((name) => name !== 'null');
  if (type === 'boolean') return NO_FLAG;
  if (type === 'object') return NO_OBJECT;
  if (type === 'array') return NO_LIST;
  if (type === 'string') return [...NO_TEXT, ...wrongTexts(schema)];
  return [...NO_NUMBER, ...NO_INTEGER, ...outOfRange(schema)];
}

function outOfRange({ minimum, maximum }: Schema): JsonText[] {
  if (minimum === undefined || maximum === undefined) throw new Error('a number without a range');
  return [String(minimum - 1), String(maximum + 1), '-9007199254740993', '18446744073709551616'];
}

function wrongTexts({ enum: words, format, minLength = 0, maxLength }: Schema): JsonText[] {
  if (format === 'date') return NO_DAY;
  if (format === 'date-time') return NO_INSTANT;
  if (words) return ['"nonsense"', '""', ...words.map((word) => `"${String(word)} "`)];
  if (maxLength === undefined) throw new Error('a text without a longest length');
  const tooShort = minLength > 0 ? [JSON.stringify('x'.repeat(minLength - 1))] : [];
  return [...tooShort, JSON.stringify('x'.repeat(maxLength + 1)), ...BROKEN_TEXT];
}

/** Query texts that a parameter of this schema must refuse. */
export function wrongQueryTexts({ type, enum: words, format, ...schema }: Schema): string[] {
  if (format === 'date') return ['2026-02-30', 'today', '', '2026-01-01T00:00:00Z', '20260101'];
  if (words) return ['nonsense', '', `${String(words[0])} `, String(words[0]).toUpperCase()];
  if (type === 'boolean') return ['yes', '1', '', 'TRUE', 'true,false'];
  if (type === 'integer') {
    const { minimum = 0, maximum = 0 } = schema;
    const outside = [String(minimum - 1), String(maximum + 1), '9223372036854775808', '1e1'];
    return ['abc', '', '1.5', '01', '+1', ' 1', '0x1', '1,2', 'NaN', '\u0000', ...outside];
  }
  return ['x'.repeat((schema.maxLength ?? 0) + 1)];
}
