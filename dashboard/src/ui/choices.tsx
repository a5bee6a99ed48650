import { UnstyledButton } from '@mantine/core';
import type { TablerIcon } from '@tabler/icons-react';
import { Link } from 'wouter';
import classes from './choices.module.css';

/** Something to choose: what it is called, what it does, and a page or an act behind it. */
interface Choice {
  readonly key: string;
  readonly name: string;
  readonly detail: string;
  readonly icon: TablerIcon;
  /** Whether it takes something away from somebody. */
  readonly isBad?: boolean;
  readonly href?: string;
  readonly onChoose?: () => void;
}

interface Props {
  readonly choices: readonly Choice[];
  readonly isBusy?: boolean;
}

/** A list of what can be done, each with what it will do. */
export function Choices({ choices, isBusy = false }: Props) {
  return (
    <ul className={classes.list}>
      {choices.map((choice) => (
        <li key={choice.key}>
          <One choice={choice} isBusy={isBusy} />
        </li>
      ))}
    </ul>
  );
}

function One({ choice, isBusy }: { readonly choice: Choice; readonly isBusy: boolean }) {
  const { name, detail, icon: Icon, isBad = false, href, onChoose } = choice;
  const inside = (
    <>
      <Icon size={24} aria-hidden />
      <span>
        <span className={classes.name}>{name}</span>
        <span className={classes.detail}>{detail}</span>
      </span>
    </>
  );
  const look = { className: classes.choice, 'data-tone': isBad ? 'bad' : undefined };
  if (href !== undefined) {
    return (
      <Link href={href} {...look}>
        {inside}
      </Link>
    );
  }
  return (
    <UnstyledButton {...look} disabled={isBusy} onClick={onChoose}>
      {inside}
    </UnstyledButton>
  );
}
