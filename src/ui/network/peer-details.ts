/** What getpeerdetails answers of each link; times in milliseconds since 1970, 0 for never. */

export interface Allowance {
  readonly left: number;
  readonly max: number;
  readonly persecond: number;
}

export type BudgetName =
  | 'unasked'
  | 'upload'
  | 'signatures'
  | 'announcements'
  | 'peers'
  | 'signals';

export interface PeerDetails {
  readonly id: number;
  /** Hex, 64 digits; empty before its hello. */
  readonly key: string;
  readonly useragent: string;
  readonly claimedheight: number;
  readonly clockoffsetms: number;
  readonly heardat: number;
  readonly blockat: number;
  readonly transactionat: number;
  readonly neighbours: readonly string[];
  readonly asked: {
    readonly headers: boolean;
    /** Heights. */
    readonly blocks: readonly number[];
    readonly transactions: number;
    readonly overdue: number;
  };
  readonly wanted: {
    readonly headers: boolean;
    readonly blocks: readonly number[];
    readonly transactions: number;
  };
  readonly announced: number;
  readonly waiting: number;
  readonly untold: number;
  readonly backlog: { readonly bytes: number; readonly max: number; readonly since: number };
  readonly budgets: Readonly<Record<BudgetName, Allowance>>;
  readonly minute: {
    readonly pings: { readonly count: number; readonly max: number };
    readonly unknown: { readonly count: number; readonly max: number };
  };
}
