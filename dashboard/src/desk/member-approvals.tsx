import { useQuery } from '@tanstack/react-query';
import type { UserDto } from '../api/generated/types.gen.js';
import { studioNow } from '../api/studio-clock.js';
import { words } from '../texts/approvals.js';
import { ApprovalRow } from './approval-row.js';
import { shownOf } from './approval-news.js';
import { memberApprovalsQuery } from './approvals-query.js';
import classes from './approvals.module.css';
import listed from './listed.module.css';

interface Props {
  readonly memberId: number;
  readonly user: UserDto;
}

/** What is asked about a member: for the desk to decide, for the coach with what became of it. */
export default function MemberApprovals({ memberId, user }: Props) {
  const { data } = useQuery(memberApprovalsQuery(memberId));
  const isDesk = user.role !== 'coach';
  const shown = shownOf(data?.data ?? [], isDesk, studioNow());
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="approvals" className={classes.section}>
      <h2 id="approvals">{isDesk ? words.title : words.own}</h2>
      <ul className={listed.list}>
        {shown.map((one) => (
          <ApprovalRow key={one.id} {...{ one, isDesk }} />
        ))}
      </ul>
    </section>
  );
}
