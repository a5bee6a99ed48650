import type { StudioDay } from '../common/studio-day.js';
import type { Package } from '../packages/package-rules.js';
import type { PaymentMethod } from '../packages/payment-rules.js';
import type { CoachKey, EmployeeKey } from './demo-people.js';
import type { DemoItem } from './demo-prices.js';

type Approval = Package['coachApproval'];

/** A package of the story. As an object it stands for the row that will have the id. */
export interface Sale {
  readonly coach: CoachKey;
  readonly rateType: Package['rateType'];
  readonly sessions: number | undefined;
  /** For how many days it was sold; undefined where it has no end. */
  readonly validDays: number | undefined;
  readonly expiresAt: Date | null;
  /** How many sessions are left, as far as the story has been told. */
  left: number;
  /** Up to where the member's training with it has been told. */
  toldUntil: StudioDay;
}

/** A session used up in the story; stands for the row that will have the id. */
export interface Session {
  readonly sale: Sale;
  readonly day: StudioDay;
}

export interface Terms {
  readonly expiresAt?: Date;
  readonly approvals?: { readonly coach?: Approval; readonly staff?: Approval };
  readonly disconnected?: boolean;
}

/** One thing that happens in the demo studio; each becomes one call of a service. */
export type DemoStep = Readonly<{ at: Date }> & (StudioStep | MemberStep);

/** What the admin prepares before anybody comes. */
type StudioStep =
  | { readonly kind: 'configured'; readonly by: EmployeeKey }
  | { readonly kind: 'listed'; readonly by: EmployeeKey; readonly item: DemoItem };

type MemberStep = {
  /** 1 for `member1@example.com`. */
  readonly member: number;
} & (
  | { readonly kind: 'joined' }
  | {
      readonly kind: 'sold';
      readonly sale: Sale;
      /** How it was paid at once, and whether all of it. */
      readonly paid?: { readonly method: PaymentMethod; readonly part: number };
      readonly approvals?: Terms['approvals'];
      readonly reason?: string;
    }
  | { readonly kind: 'trained'; readonly session: Session }
  | {
      readonly kind: 'added';
      readonly session: Session;
      readonly by: EmployeeKey;
      readonly reason: string;
    }
  | {
      readonly kind: 'undone';
      readonly session: Session;
      readonly by: EmployeeKey;
      readonly reason: string;
    }
  | {
      readonly kind: 'adjusted';
      readonly sale: Sale;
      readonly adjustment: number;
      readonly by: EmployeeKey;
      readonly reason: string;
    }
  | {
      readonly kind: 'changed';
      readonly sale: Sale;
      readonly terms: Terms;
      readonly by: EmployeeKey;
      readonly reason?: string;
    }
);
