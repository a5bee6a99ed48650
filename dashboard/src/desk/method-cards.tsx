import { UnstyledButton } from '@mantine/core';
import {
  IconBuildingBank,
  IconCash,
  IconCreditCard,
  IconDots,
  type TablerIcon,
} from '@tabler/icons-react';
import { words } from '../texts/payments.js';
import classes from './method-cards.module.css';
import { type Method, METHODS } from './paying.js';

const ICONS: Readonly<Record<Method, TablerIcon>> = {
  ...{ cash: IconCash, card_terminal: IconCreditCard, transfer: IconBuildingBank },
  other: IconDots,
};

interface Props {
  readonly label: string;
  /** Which is chosen, where choosing is not all. */
  readonly chosen?: Method | null;
  readonly isBusy?: boolean;
  readonly onChoose: (method: Method) => void;
}

/** How money is given: a card for each. */
export function MethodCards({ label, chosen, isBusy = false, onChoose }: Props) {
  return (
    <div role="group" aria-label={label}>
      <p className={classes.label}>{label}</p>
      <div className={classes.cards}>
        {METHODS.map((method) => {
          const Icon = ICONS[method];
          return (
            <UnstyledButton
              key={method}
              className={classes.card}
              disabled={isBusy}
              aria-pressed={chosen === undefined ? undefined : chosen === method}
              onClick={() => onChoose(method)}
            >
              <Icon size={24} aria-hidden />
              {words.methods[method]}
            </UnstyledButton>
          );
        })}
      </div>
    </div>
  );
}
