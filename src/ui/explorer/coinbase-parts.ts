/**
 * What the script of a coinbase says: the height, the room, the extra nonce and the miner's name,
 * each as one push. Only the first two are rules; what follows them is read as our miners write it,
 * and left as bytes where another wrote something else.
 */

import { toHex } from '../../util/bytes.ts';
import { inertText } from '../../util/text.ts';
import type { FieldKind } from './field-words.ts';

export interface CoinbasePart {
  readonly kind: FieldKind;
  readonly sizeBytes: number;
  readonly value: string;
}

const EXTRA_NONCE_BYTES = 8;
const GENESIS_PUSH_BYTES = 8;
const TAG_MAX_BYTES = 32;
const OP_1 = 0x51;
const OP_16 = 0x60;

/** The first 36 bytes of an input. */
export function isCoinbaseInput(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 32).every((byte) => byte === 0);
}

/** Parts that make up the whole script. */
export function readCoinbaseParts(script: Uint8Array): CoinbasePart[] {
  const parts: CoinbasePart[] = [];
  let at = 0;
  const add = (kind: FieldKind, sizeBytes: number, value: string) => {
    parts.push({ kind, sizeBytes, value });
    at += sizeBytes;
  };
  const height = pushAt(script, 0);
  if (height !== undefined) add('coinbase-height', height.sizeBytes, heightText(script, height));
  const genesis = pushAt(script, at);
  if (genesis?.data.length === GENESIS_PUSH_BYTES) {
    add('coinbase-room', genesis.sizeBytes, toHex(genesis.data));
  }
  const extraNonce = pushAt(script, at);
  if (extraNonce?.data.length === EXTRA_NONCE_BYTES) {
    add('extra-nonce', extraNonce.sizeBytes, toHex(extraNonce.data));
  }
  const tag = pushAt(script, at);
  if (tag !== undefined && at + tag.sizeBytes === script.length) {
    add('miner-tag', tag.sizeBytes, inertText(new TextDecoder().decode(tag.data), TAG_MAX_BYTES));
  }
  if (at < script.length) add('coinbase-rest', script.length - at, toHex(script.subarray(at)));
  return parts;
}

interface Push {
  readonly data: Uint8Array;
  /** With its length byte. */
  readonly sizeBytes: number;
}

/** Pushes of up to 75 bytes, and the small numbers that are opcodes of their own. */
function pushAt(script: Uint8Array, at: number): Push | undefined {
  const opcode = script[at];
  if (opcode === undefined) return undefined;
  if (opcode === 0 || (opcode >= OP_1 && opcode <= OP_16)) {
    return { data: new Uint8Array(), sizeBytes: 1 };
  }
  const data = script.subarray(at + 1, at + 1 + opcode);
  return opcode <= 75 && data.length === opcode ? { data, sizeBytes: 1 + opcode } : undefined;
}

function heightText(script: Uint8Array, { data }: Push): string {
  const opcode = script[0]!;
  if (data.length === 0) return String(opcode === 0 ? 0 : opcode - OP_1 + 1);
  return String(data.reduceRight((sum, byte) => sum * 256 + byte, 0));
}
