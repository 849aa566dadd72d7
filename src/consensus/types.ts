/**
 * The nouns of the chain, with Bitcoin's shapes. Bytes live only in codecs: a hash in memory is the
 * hex that people and RPC use (byte-reversed), so it is comparable, printable and a good map key.
 */

declare const hashBrand: unique symbol;
/** 64 lowercase hex digits in display order (the reverse of the bytes in a header). */
export type Hash = string & { readonly [hashBrand]: 'hash' };

export const ZERO_HASH = '0'.repeat(64) as Hash;

export interface Header {
  /** Signed 32 bits. */
  readonly version: number;
  readonly previousHash: Hash;
  readonly merkleRoot: Hash;
  /** Seconds since 1970, unsigned 32 bits. */
  readonly time: number;
  /** Compact target. */
  readonly bits: number;
  readonly nonce: number;
}

export interface OutPoint {
  readonly txid: Hash;
  readonly vout: number;
}

export interface TransactionInput {
  readonly prevout: OutPoint;
  readonly scriptSig: Uint8Array;
  readonly sequence: number;
  readonly witness: readonly Uint8Array[];
}

export interface TransactionOutput {
  /** In ticks (10^-8 TAB), a safe integer. */
  readonly value: number;
  readonly scriptPubKey: Uint8Array;
}

export interface Transaction {
  readonly version: number;
  readonly inputs: readonly TransactionInput[];
  readonly outputs: readonly TransactionOutput[];
  readonly locktime: number;
}

export interface Block {
  readonly header: Header;
  readonly transactions: readonly Transaction[];
}

/** An unspent output and what its spending rules ask about its origin. */
export interface Coin {
  readonly value: number;
  readonly scriptPubKey: Uint8Array;
  readonly height: number;
  readonly coinbase: boolean;
}
