import { Button } from '@mantine/core';
import { useIntersection } from '@mantine/hooks';
import { useEffect } from 'react';
import { t } from '../texts/texts.js';

interface Props {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}

/** The end of a list with more rows: loads them when it comes into view, or by the button. */
export function MoreRows({ hasMore, isLoading, onMore }: Props) {
  const { ref, entry } = useIntersection({ rootMargin: '400px' });
  const isNear = entry?.isIntersecting === true;
  useEffect(() => {
    if (isNear && hasMore && !isLoading) onMore();
  }, [isNear, hasMore, isLoading, onMore]);
  if (!hasMore) return null;
  return (
    <div ref={ref}>
      <Button variant="default" fullWidth my="md" loading={isLoading} onClick={onMore}>
        {t.app.more}
      </Button>
    </div>
  );
}
