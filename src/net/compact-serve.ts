/**
 * Answering peers that lack some transactions of a block. What memory holds leaves at once, ahead
 * of all that is no news, on the account of the peer's share of our line; otherwise the whole block
 * is sent as to anybody who asks for it, from the disk and when its turn comes, so that no such
 * question can cost more than that.
 */

import { GENESIS } from '../chain/block-index.ts';
import type { Body } from '../chain/bodies.ts';
import type { Chain } from '../chain/chain.ts';
import { transactionBytes } from '../consensus/encoding.ts';
import type { Hash } from '../consensus/types.ts';
import { mayUpload, noteUpload } from './budget.ts';
import type { TransactionsQuestion } from './compact-block.ts';
import { InventoryType } from './messages.ts';
import type { Peer } from './peer.ts';
import { hasRoom, type Serve } from './serve.ts';
import type { Voice } from './voice.ts';
import { ProtocolError } from './wire.ts';

export class CompactServe {
  private readonly chain: Chain;
  private readonly voice: Voice;
  private readonly serve: Pick<Serve, 'wantBlocks'>;

  constructor(chain: Chain, voice: Voice, serve: Pick<Serve, 'wantBlocks'>) {
    this.chain = chain;
    this.voice = voice;
    this.serve = serve;
  }

  /** A getblocktxn. Throws ProtocolError for a place that the block does not have. */
  want(peer: Peer, { blockHash, indexes }: TransactionsQuestion, peers: Iterable<Peer>): void {
    const body = this.bodyOf(blockHash);
    if (body === undefined || !hasRoom(peer) || !mayUpload(peer.budget)) {
      const item = { type: InventoryType.block, hash: blockHash };
      return this.serve.wantBlocks(peer, [item], peers);
    }
    const transactions = indexes.map((index) => transactionAt(body, index));
    noteUpload(
      peer.budget,
      transactions.reduce((sum, it) => sum + transactionBytes(it), 0),
    );
    return this.voice.tell(peer, { name: 'blocktxn', answer: { blockHash, transactions } });
  }

  private bodyOf(blockHash: Hash): Body | undefined {
    const handle = this.chain.index.find(blockHash);
    return handle > GENESIS ? this.chain.bodies.get(handle) : undefined;
  }
}

function transactionAt({ block }: Body, index: number) {
  const transaction = block.transactions[index];
  if (transaction !== undefined) return transaction;
  const count = block.transactions.length;
  throw new ProtocolError('getblocktxn-place', `place ${index} of ${count}`);
}
