/** How tests name a refusal: the stable code, and for a broken rule the blame. */

import { CodecError } from '../../src/util/codec-error.ts';
import { RuleError } from '../../src/consensus/rule-error.ts';

/** 'code/blame', or 'codec:code'; 'accepted' when nothing is thrown; other errors pass through. */
export function refusal(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    if (error instanceof RuleError) return `${error.code}/${error.blame}`;
    if (error instanceof CodecError) return `codec:${error.code}`;
    throw error;
  }
}
