/**
 * A key for one lie. Making it and signing with it take tens of milliseconds on a phone, which the
 * page's thread has no time for: so they are asked for, and answered from a Worker.
 */

import { type NodeKey, openNodeKey } from '../net/node-key.ts';
import { assert } from '../util/assert.ts';

export interface Identity {
  /** 32 bytes, x-only. */
  readonly nodeKey: Uint8Array;
  /** 32 bytes, in 64 (BIP340). */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Answered in the order of the questions, by the worker's only thread. */
export type IdentityQuestion =
  /** 32 bytes of a new secret, which takes the place of the one before. */
  | { readonly type: 'open'; readonly secret: Uint8Array }
  | { readonly type: 'sign'; readonly message: Uint8Array };

/** What the worker does with each question. */
export function createSigner(): (question: IdentityQuestion) => Uint8Array {
  let key: NodeKey | undefined;
  return (question) => {
    if (question.type === 'open') return (key = openNodeKey(question.secret)).nodeKey;
    assert(key !== undefined, 'a key is made before it signs');
    return key.sign(question.message);
  };
}

/** Asks the signer, wherever it is. */
export async function openIdentity(
  secret: Uint8Array,
  ask: (question: IdentityQuestion) => Promise<Uint8Array>,
): Promise<Identity> {
  const nodeKey = await ask({ type: 'open', secret });
  return { nodeKey, sign: (message) => ask({ type: 'sign', message }) };
}
