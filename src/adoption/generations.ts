/**
 * Which PHP wrote the old tables. The newest counts every subscription down and takes an empty
 * count for 0; those before it count packages alone, and let all others train without limit.
 */
export const GENERATIONS = ['newest', 'older'] as const;
export type Generation = (typeof GENERATIONS)[number];
