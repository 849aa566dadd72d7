/**
 * What a transaction must pay to be let into a mempool that was full: it rises with every chunk
 * that is evicted, and halves every ten minutes after.
 *
 * It rises to one tick per byte above what was evicted. At the very feerate of it, one who pays the
 * least could push out its own transactions for ever, each checked and relayed by the whole room
 * for no more than the first had cost (Bitcoin's incremental relay fee).
 */

import { compareFeerates, type Feerate } from './feerate.ts';
import { INCREMENTAL_FEERATE } from './policy.ts';

const HALF_LIFE_MS = 10 * 60_000;
/** After so many halvings nothing is left of any fee: 21·10^14 is below 2^51. */
const HALVINGS_MAX = 51;
export const NO_FLOOR: Feerate = { fee: 0, sizeVbytes: 1 };

export class FeeFloor {
  private raised = NO_FLOOR;
  private raisedAt = 0;

  /** A chunk of this feerate had to go. */
  raise({ fee, sizeVbytes }: Feerate, now: number): void {
    const floor = { fee: fee + INCREMENTAL_FEERATE * sizeVbytes, sizeVbytes };
    if (compareFeerates(floor, this.at(now)) <= 0) return;
    this.raised = floor;
    this.raisedAt = now;
  }

  /** The least feerate that is let in. To halve a fraction is to double its lower part. */
  at(now: number): Feerate {
    const halvings = Math.floor(Math.max(0, now - this.raisedAt) / HALF_LIFE_MS);
    if (halvings > HALVINGS_MAX) return NO_FLOOR;
    return { ...this.raised, sizeVbytes: this.raised.sizeVbytes * 2 ** halvings };
  }
}
