/** The letters of a text, counted as in requests: a smiley has several units, and is one letter. */
export function textLength(text: string): number {
  return [...text.replaceAll(/[\uFE0E\uFE0F]/g, '')].length;
}
