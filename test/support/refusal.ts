/** How tests name a refusal: the stable code, and for a broken rule the blame. */

import { CodecError } from '../../src/util/codec-error.ts';
import { RuleError } from '../../src/consensus/rule-error.ts';
import { WalletError } from '../../src/wallet/wallet-error.ts';

/** 'code/blame', 'codec:code' or 'wallet:code'; 'accepted' when nothing is thrown. */
export function refusal(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    if (error instanceof RuleError) return `${error.code}/${error.blame}`;
    if (error instanceof CodecError) return `codec:${error.code}`;
    if (error instanceof WalletError) return `wallet:${error.code}`;
    throw error;
  }
}
