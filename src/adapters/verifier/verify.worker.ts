/**
 * A worker of the pool: answers each slice as it comes, by noble until libsecp256k1 is here.
 *
 * The handler is set synchronously, since messages that arrive before a module's top-level await
 * has finished are lost.
 */

import { createVerifier } from './create-verifier.ts';
import { findBad, type SliceOrder, type SliceVerdict } from './slice.ts';

globalThis.onmessage = ({ data: { id, packed } }: MessageEvent<SliceOrder>) => {
  const verdict: SliceVerdict = { id, firstBad: findBad(packed) };
  globalThis.postMessage(verdict);
};

void createVerifier();
