import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { words } from '../texts/approvals.js';
import { MoreRows } from '../ui/more-rows.js';
import { ApprovalRow } from './approval-row.js';
import { openApprovalsQuery } from './approvals-query.js';
import classes from './approvals.module.css';
import listed from './listed.module.css';

/** More than these would push the members out of sight. */
const SHOWN_FIRST = 3;

/** What coaches ask the desk for, above its members; nothing where nothing is. */
export default function OpenApprovals() {
  const [isAll, setAll] = useState(false);
  const query = useInfiniteQuery(openApprovalsQuery());
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const all = data?.pages.flatMap((page) => page.data) ?? [];
  if (all.length === 0) return null;
  const shown = isAll ? all : all.slice(0, SHOWN_FIRST);
  return (
    <section aria-labelledby="approvals" className={classes.section}>
      <h2 id="approvals">{words.title}</h2>
      <ul className={listed.list}>
        {shown.map((one) => (
          <ApprovalRow key={one.id} one={one} isDesk isAmongOthers />
        ))}
      </ul>
      {shown.length < all.length && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {words.all}
        </Button>
      )}
      {isAll && (
        <MoreRows
          hasMore={hasNextPage}
          isLoading={isFetchingNextPage}
          onMore={() => void fetchNextPage()}
        />
      )}
    </section>
  );
}
