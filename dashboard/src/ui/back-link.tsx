import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from 'wouter';
import classes from './back-link.module.css';

interface Props {
  readonly href: string;
  readonly label: string;
}

/** Leads from a page to the one that it is below. */
export function BackLink({ href, label }: Props) {
  return (
    <Link href={href} className={classes.back} aria-label={label}>
      <IconChevronLeft size={28} aria-hidden />
    </Link>
  );
}
