/** What the node answers to an explorer, in Bitcoin's shapes. Amounts are in TAB. */

export interface BlockAnswer {
  readonly hash: string;
  /** -1 beside the chain with most work. */
  readonly confirmations: number;
  readonly height: number;
  readonly time: number;
  readonly target: string;
  readonly difficulty: number;
  readonly chainwork: string;
  readonly previousblockhash?: string;
  readonly nextblockhash?: string;
  readonly size: number;
  readonly strippedsize: number;
  readonly weight: number;
  readonly tx: readonly TransactionAnswer[];
}

export interface OutputAnswer {
  readonly n: number;
  readonly value: number;
  readonly scriptPubKey: { readonly hex: string };
}

export interface InputAnswer {
  /** Absent in a coinbase. */
  readonly txid?: string;
  readonly vout?: number;
  readonly coinbase?: string;
  readonly prevout?: {
    readonly value: number;
    readonly height: number;
    readonly scriptPubKey: { readonly hex: string };
  };
}

export interface TransactionAnswer {
  readonly txid: string;
  readonly hash: string;
  readonly size: number;
  readonly vsize: number;
  readonly weight: number;
  readonly vin: readonly InputAnswer[];
  readonly vout: readonly OutputAnswer[];
}

/** getrawtransaction with verbosity 2. */
export interface PlacedTransaction extends TransactionAnswer {
  readonly confirmations: number;
  readonly in_active_chain?: boolean;
  readonly blockhash?: string;
  readonly height?: number;
  readonly blocktime?: number;
  readonly fee?: number;
}

/** Of one walk down the chain: a hit, or where to go on (null after the first block). */
export type Found<Hit> =
  | (Hit & {
      readonly found: true;
      readonly txid: string;
      readonly blockhash: string;
      readonly height: number;
      readonly time: number;
    })
  | { readonly found: false; readonly next: number | null; readonly unread: number };

export interface PaidOutputs {
  readonly outputs: ReadonlyArray<{
    readonly txid: string;
    readonly vout: number;
    readonly value: number;
    readonly unspent: boolean;
  }>;
}
