import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { useHistoryState } from 'wouter/use-browser-location';
import { keepSearch, searchHere } from '../data/searches.js';

/** The pause in typing before a search is sent. */
const TYPING_MS = 250;

interface Search {
  /** As it is typed. */
  readonly text: string;
  readonly setText: (text: string) => void;
  /** What is to be found. */
  readonly words: string;
}

/** What the person searches the list for; Back and a reload lead to the same search. */
export function useSearch(userId: number): Search {
  const [text, setText] = useState(() => searchHere(userId));
  const [words] = useDebouncedValue(text.trim(), TYPING_MS);
  const entry: unknown = useHistoryState();
  useEffect(() => keepSearch(userId, words), [userId, words, entry]);
  return { text, setText, words };
}
