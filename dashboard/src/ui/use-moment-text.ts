import { useStudio } from '../data/queries.js';
import { momentText, studioToday } from './dates.js';

/** Says instants as days and times of the studio: `22 Nov, 14:30`. */
export function useMomentText(): (instant: string) => string {
  const { timeZone } = useStudio();
  return (instant) => momentText(instant, timeZone, studioToday(timeZone));
}
