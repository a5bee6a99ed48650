import {
  IconArrowBackUp,
  IconArrowsExchange,
  IconBan,
  IconCalendarPlus,
  IconCash,
  IconCheck,
  IconLockOpen,
  IconPackageOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnectedX,
  type TablerIcon,
} from '@tabler/icons-react';
import type { PackageDto } from '../api/generated/types.gen.js';
import { words as freezes } from '../texts/freezes.js';
import { words as states } from '../texts/package-states.js';
import { words } from '../texts/payments.js';
import { t } from '../texts/texts.js';
import { words as transfers } from '../texts/transfers.js';
import { Choices } from '../ui/choices.js';
import classes from './desk.module.css';
import { isRejected, type PackageAction } from './package-actions.js';

const ICONS: Readonly<Record<PackageAction, TablerIcon>> = {
  approve: IconCheck,
  reject: IconBan,
  date: IconCalendarPlus,
  pay: IconCash,
  transfer: IconArrowsExchange,
  disconnect: IconPlugConnectedX,
  reconnect: IconArrowBackUp,
  void: IconPackageOff,
  reopen: IconLockOpen,
  freeze: IconPlayerPause,
  unfreeze: IconPlayerPlay,
};

interface Props {
  readonly one: PackageDto;
  readonly actions: readonly PackageAction[];
  readonly isExtension: boolean;
  readonly isBusy: boolean;
  readonly onChoose: (action: PackageAction) => void;
}

/** The actions with what each will do. */
export function ActionList({ one, actions, isExtension, isBusy, onChoose }: Props) {
  if (actions.length === 0) return <p className={classes.about}>{t.desk.package.nothingToDo}</p>;
  const choices = actions.map((action) => {
    const [name, detail] = textsOf(action, one, isExtension);
    const isBad = action === 'reject' || action === 'disconnect' || action === 'void';
    return {
      key: action,
      name,
      detail,
      icon: ICONS[action],
      isBad,
      onChoose: () => onChoose(action),
    };
  });
  return <Choices choices={choices} isBusy={isBusy} />;
}

function textsOf(
  action: PackageAction,
  one: PackageDto,
  isExtension: boolean,
): readonly [name: string, detail: string] {
  const texts = t.desk.package;
  const all: Readonly<Record<PackageAction, readonly [string, string]>> = {
    approve: [isRejected(one) ? texts.approveAfterAll : texts.approve, texts.approveDetail],
    reject: [texts.reject, texts.rejectDetail],
    date: [isExtension ? texts.extend : texts.date, texts.dateDetail],
    pay: [words.take, words.takeDetail],
    transfer: [transfers.name, transfers.detail],
    disconnect: [texts.disconnect, texts.disconnectDetail],
    reconnect: [texts.reconnect, texts.reconnectDetail],
    void: [states.void.name, states.void.detail],
    reopen: [states.reopen.name, states.reopen.detail],
    freeze: [freezes.freeze.name, freezes.freeze.detail],
    unfreeze: [freezes.change.name, freezes.change.detail],
  };
  return all[action];
}
