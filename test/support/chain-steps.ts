/** A chain without a node around it: blocks in, steps to the end, and a disk that answers. */

import type { Handle } from '../../src/chain/block-index.ts';
import type { Body } from '../../src/chain/bodies.ts';
import type { Advance, Chain } from '../../src/chain/chain.ts';
import type { SignatureBatch } from '../../src/chain/active-chain.ts';
import { headerHash } from '../../src/consensus/hash.ts';
import { verifySignature } from '../../src/consensus/signature-verifier.ts';
import type { Block, Hash } from '../../src/consensus/types.ts';
import { bodyOf, LATE_SECONDS } from './chain-builder.ts';

/** More steps than any test needs: a chain that never settles is a failure. */
const STEPS_MAX = 10_000;

/** What the store of a node would hold. */
export class Disk {
  readonly bodies = new Map<Handle, Body>();
  readonly undo = new Map<Handle, Uint8Array>();

  /** Takes what is dirty, as one transaction that succeeds at once. */
  write(chain: Chain): void {
    const changes = chain.dirty.take();
    for (const handle of changes.bodies) this.bodies.set(handle, chain.bodies.get(handle)!);
    for (const [handle, bytes] of changes.undo) this.undo.set(handle, bytes);
    chain.release(changes);
  }

  answer(chain: Chain, { need = [] }: Advance): void {
    for (const { kind, handle } of need) {
      if (kind === 'body') chain.supplyBody(handle, this.bodies.get(handle)!);
      else chain.supplyUndo(handle, this.undo.get(handle)!);
    }
  }
}

export function offer(chain: Chain, ...blocks: readonly Block[]): void {
  for (const block of blocks) chain.acceptBody(enter(chain, block), bodyOf(block));
}

export function enter(chain: Chain, block: Block): Handle {
  return chain.acceptHeader(block.header, LATE_SECONDS);
}

/** Walks to the end; returns every step but the last, idle one. */
export function settle(chain: Chain, disk?: Disk): Advance[] {
  const steps: Advance[] = [];
  for (let step = chain.advance(); step.kind !== 'idle'; step = chain.advance()) {
    steps.push(step);
    if (steps.length > STEPS_MAX) throw new Error('the chain does not settle');
    if (step.kind === 'need' && disk === undefined) throw new Error('nothing to read from');
    disk?.answer(chain, step);
    if (step.batch !== undefined) chain.verified(step.batch.id, findBad(step.batch));
  }
  return steps;
}

/** What the verifiers of a node would answer. */
export function findBad({ checks }: SignatureBatch): number | undefined {
  const at = checks.findIndex((it) => !verifySignature(it.signature, it.message, it.publicKey));
  return at < 0 ? undefined : at;
}

/** The codes of the blocks refused on the way. */
export function refusals(steps: readonly Advance[]): string[] {
  return steps.flatMap(({ refused }) => refused?.error.code ?? []);
}

export function hashOf(block: Block): Hash {
  return headerHash(block.header);
}

export function tipOf(chain: Chain): Hash {
  return chain.index.hash(chain.tip);
}

export function handleOf(chain: Chain, block: Block): Handle {
  return chain.index.find(hashOf(block));
}
