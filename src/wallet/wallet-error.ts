/**
 * What the owner of a wallet asked for and cannot have. Nothing is changed when it is thrown; the
 * code is stable, and the page turns it into a sentence.
 */

export type WalletRefusal =
  /** The coins that may be spent now do not cover the payment and its fee. */
  | 'funds-insufficient'
  /** The amount is not a whole number of ticks in range. */
  | 'amount-invalid'
  /** Less than an output may hold, or less than remains of it once the fee is taken. */
  | 'amount-dust'
  | 'recipients-none'
  /** More than one recipient would receive the rest. */
  | 'rest-twice'
  | 'memo-too-long'
  | 'feerate-out-of-range'
  /** So many coins or recipients that no node would relay it. */
  | 'transaction-too-large'
  | 'transaction-unknown'
  /** Confirmed, dead, or not ours to replace. */
  | 'transaction-not-replaceable'
  | 'transaction-no-own-output'
  /** The account can watch and not sign. */
  | 'key-watch-only';

export class WalletError extends Error {
  readonly code: WalletRefusal;

  constructor(code: WalletRefusal, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'WalletError';
    this.code = code;
  }
}
