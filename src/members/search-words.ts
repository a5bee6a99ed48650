/** A search of more words finds nothing more, and costs. */
const MAX_WORDS = 5;

/** The words that a search for people is made of, in the letters in which names are stored. */
export function wordsOf(search = ''): string[] {
  return search.normalize('NFC').split(/\s+/).filter(Boolean).slice(0, MAX_WORDS);
}
