/** A name as it was meant, and how often its bytes were taken for letters. */
export interface Mended {
  readonly name: string;
  readonly times: number;
}

/** The bytes 80 to 9F in what servers call latin1: windows-1252, and its five empty places. */
const SIGNS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
/** By hand, because the decoder of Node 20 takes windows-1252 for ISO 8859-1. */
const LETTERS = Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 && byte < 0xa0 ? SIGNS.charAt(byte - 0x80) : String.fromCharCode(byte),
);
const BYTES = new Map(LETTERS.map((letter, byte) => [letter, byte]));

/** A name that went through more than this is beyond a repair by rule. */
const MOST_TIMES = 3;

/** Signs of phonetics, which no name has: "ɒ" is what an É before an apostrophe would become. */
const PHONETIC = /[\u0250-\u02ba\u02bd-\u02ff]/;

/**
 * The name whose UTF-8 bytes were taken for latin1 letters ("RenÃ©e" for "Renée"). Undefined where
 * the letters are right as they are: their bytes are no UTF-8, or what these say is no name.
 */
export function mendedName(text: string): Mended | undefined {
  let name = text;
  let times = 0;
  for (let next = readAgain(name); next !== undefined && next !== name; next = readAgain(name)) {
    name = next;
    times += 1;
  }
  return times > 0 && times <= MOST_TIMES && isName(name) ? { name, times } : undefined;
}

/** Whether a text can be written in a column of that charset; not known of others. */
export function fits(text: string, charset: string): boolean {
  if (charset === 'utf8mb4') return true;
  if (charset === 'latin1') return [...text].every((letter) => BYTES.has(letter));
  return /^utf8(mb3)?$/.test(charset) && [...text].every((letter) => letter.length === 1);
}

/** The bytes of the letters, read as UTF-8. */
function readAgain(text: string): string | undefined {
  const bytes = [...text].map((letter) => BYTES.get(letter));
  if (bytes.includes(undefined)) return undefined;
  try {
    const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return utf8.decode(Uint8Array.from(bytes as number[]));
  } catch {
    return undefined;
  }
}

/** Latin letters and those of another script do not stand in one name. */
function isName(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter));
  const isMixed = latin.length > 0 && latin.length < letters.length;
  return letters.length > 0 && !isMixed && !PHONETIC.test(text) && !/\p{Cc}/u.test(text);
}
