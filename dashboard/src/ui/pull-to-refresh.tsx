import { IconArrowDown, IconRefresh } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { t } from '../texts/texts.js';
import classes from './pull-to-refresh.module.css';

/** The distance of a pull that refreshes; the indicator moves half as far. */
const FAR_ENOUGH_PX = 140;
const FURTHEST_PX = 200;
/** A shorter pull may be a tap. */
const SLACK_PX = 12;

/** Refreshes all data when the page is pulled down from its top. */
export function PullToRefresh({ onRefresh }: { readonly onRefresh: () => Promise<unknown> }) {
  const [pulled, setPulled] = useState(0);
  const [isRefreshing, setRefreshing] = useState(false);
  const refresh = useEffectEvent(onRefresh);

  useEffect(() => {
    let startY: number | null = null;
    let distance = 0;
    const onStart = ({ touches, target }: TouchEvent) => {
      const isInSheet = target instanceof Element && target.closest('[role="dialog"]') !== null;
      startY = window.scrollY <= 0 && !isInSheet ? (touches[0]?.clientY ?? null) : null;
      distance = 0;
    };
    const onMove = ({ touches }: TouchEvent) => {
      if (startY === null) return;
      distance = Math.min(FURTHEST_PX, (touches[0]?.clientY ?? startY) - startY);
      if (window.scrollY > 0) startY = null;
      setPulled(startY === null || distance < SLACK_PX ? 0 : distance);
    };
    const onEnd = () => {
      setPulled(0);
      if (startY !== null && distance >= FAR_ENOUGH_PX) {
        setRefreshing(true);
        void refresh().finally(() => setRefreshing(false));
      }
      startY = null;
    };
    const passive = { passive: true };
    document.addEventListener('touchstart', onStart, passive);
    document.addEventListener('touchmove', onMove, passive);
    document.addEventListener('touchend', onEnd);
    document.addEventListener('touchcancel', onEnd);
    return () => {
      document.removeEventListener('touchstart', onStart);
      document.removeEventListener('touchmove', onMove);
      document.removeEventListener('touchend', onEnd);
      document.removeEventListener('touchcancel', onEnd);
    };
  }, []);

  if (pulled === 0 && !isRefreshing) return null;
  const isFar = pulled >= FAR_ENOUGH_PX;
  const height = isRefreshing ? FAR_ENOUGH_PX / 2 : pulled / 2;
  return (
    <div className={classes.root} style={{ height }} role="status">
      {isRefreshing ? (
        <IconRefresh className={classes.turning} />
      ) : (
        <IconArrowDown data-far={isFar} />
      )}
      <span>{isRefreshing ? t.app.refreshing : isFar ? t.app.release : t.app.pull}</span>
    </div>
  );
}
