/**
 * A chain without a node around it: blocks go in as bytes, each is followed to its end, and the
 * answer is one word. What the node would read from the disk is kept in a map.
 */

import { type Handle, NO_HANDLE } from '../../src/chain/block-index.ts';
import type { SignatureBatch } from '../../src/chain/active-chain.ts';
import { Chain } from '../../src/chain/chain.ts';
import { decodeBlock } from '../../src/consensus/encoding.ts';
import { headerHash } from '../../src/consensus/hash.ts';
import type { ConsensusParams } from '../../src/consensus/params.ts';
import type { InputCheck } from '../../src/consensus/signature.ts';
import { verifySignature } from '../../src/consensus/signature-verifier.ts';
import type { Block, Hash, Header } from '../../src/consensus/types.ts';
import { findBad } from './chain-steps.ts';
import { refusal } from './refusal.ts';

/** More steps than any reorganisation of a test needs: a chain that never settles is a failure. */
const STEPS_MAX = 10_000;

export class ChainDriver {
  readonly chain: Chain;
  /** Signature batches that the chain handed out. */
  batches = 0;
  private readonly undo = new Map<Handle, Uint8Array>();

  constructor(params: ConsensusParams, genesis: Block) {
    this.chain = new Chain(params, genesis);
  }

  get tip(): Hash {
    return this.chain.index.hash(this.chain.tip);
  }

  /** In hashes, from genesis. */
  get work(): bigint {
    return this.chain.index.chainWork(this.chain.tip);
  }

  get coinSetHash(): string {
    return this.chain.coins.checksum;
  }

  /** The verdict on a block: 'accepted', 'code/blame' or 'codec:code', also of what it led to. */
  offer(bytes: Uint8Array, nowSeconds: number): string {
    let refused: string | undefined;
    const verdict = refusal(() => {
      const block = decodeBlock(bytes);
      const handle = this.chain.acceptHeader(block.header, nowSeconds);
      this.chain.acceptBody(handle, { block, bytes });
      refused = this.settle();
    });
    return refused ?? verdict;
  }

  offerHeader(header: Header, nowSeconds: number): string {
    return refusal(() => this.chain.acceptHeader(header, nowSeconds));
  }

  knows(header: Header): boolean {
    return this.chain.index.find(headerHash(header)) !== NO_HANDLE;
  }

  /** Walks to the best linked block; tells the first refusal on the way. */
  private settle(): string | undefined {
    let first: string | undefined;
    for (let step = 0; step < STEPS_MAX; step += 1) {
      const { kind, need, batch, refused } = this.chain.advance();
      for (const [handle, bytes] of this.chain.dirty.take().undo) this.undo.set(handle, bytes);
      if (kind === 'idle') return first;
      if (refused) first ??= `${refused.error.code}/${refused.error.blame}`;
      if (batch) this.chain.verified(batch.id, findBad(batch));
      if (batch) this.verify(batch);
      for (const { handle } of need ?? []) this.chain.supplyUndo(handle, this.undo.get(handle)!);
    }
    throw new Error('the chain does not settle');
  }

  /** As the workers would: only the lowest bad one counts. */
  private verify({ id, checks }: SignatureBatch): void {
    this.batches += 1;
    const isBad = ({ signature, message, publicKey }: InputCheck) =>
      !verifySignature(signature, message, publicKey);
    const firstBad = checks.findIndex(isBad);
    this.chain.verified(id, firstBad < 0 ? undefined : firstBad);
  }
}
