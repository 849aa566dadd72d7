/**
 * What a forger has somebody else do: to make a key and sign with it, and to hash a whole block
 * anew. Each takes tens of milliseconds on a phone, which the page's thread has no time for.
 */

import { type NodeKey, openNodeKey } from '../net/node-key.ts';
import { assert } from '../util/assert.ts';
import type { OpenedBlock, TamperEdit, Tampered } from './api.ts';
import { examine, mend } from './forge-tamper.ts';

export interface Assistant {
  /** 32 bytes of a secret, for the key of that x-only name; it takes the place of the last one. */
  open(secret: Uint8Array): Uint8Array;
  /** 32 bytes, in 64 (BIP340). */
  sign(message: Uint8Array): Uint8Array;
  tamper(block: OpenedBlock, edit: TamperEdit): Tampered;
}

/** The same, wherever it works. */
export interface RemoteAssistant {
  open(secret: Uint8Array): Promise<Uint8Array>;
  sign(message: Uint8Array): Promise<Uint8Array>;
  tamper(block: OpenedBlock, edit: TamperEdit): Promise<Tampered>;
}

/** A key for one lie. */
export interface Identity {
  /** 32 bytes, x-only. */
  readonly nodeKey: Uint8Array;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

export function createAssistant(): Assistant {
  let key: NodeKey | undefined;
  return {
    open: (secret) => (key = openNodeKey(secret)).nodeKey,
    sign(message) {
      assert(key !== undefined, 'a key is made before it signs');
      return key.sign(message);
    },
    tamper(block, edit) {
      const hex = edit.mends ? mend(edit.hex) : edit.hex;
      return { hex, report: examine(block, hex) };
    },
  };
}

export async function openIdentity(
  assistant: RemoteAssistant,
  secret: Uint8Array,
): Promise<Identity> {
  const nodeKey = await assistant.open(secret);
  return { nodeKey, sign: (message) => assistant.sign(message) };
}
