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
  const typed = text.trim();
  const [words] = useDebouncedValue(typed, TYPING_MS);
  const entry: unknown = useHistoryState();
  // At once: whoever taps a row sooner than the list is searched finds the words on the way back.
  useEffect(() => keepSearch(userId, typed), [userId, typed, entry]);
  return { text, setText, words };
}
