/**
 * Addresses: a script as text that a human can copy, with a checksum that finds up to four wrong
 * characters (BIP350, bech32m). The prefix of rooms is `tab`, so an address of Bitcoin is never
 * taken for one of ours; within rooms it is the same in all of them, like the key behind it.
 */

import { bech32, bech32m } from '@scure/base';
import { isPayToTaproot } from '../consensus/signature.ts';
import { assert } from '../util/assert.ts';
import { concatBytes } from '../util/bytes.ts';
import { CodecError } from '../util/codec-error.ts';

/** Human-readable part of every address, whatever its room. */
export const ADDRESS_PREFIX = 'tab';
/** BIP173. */
const ADDRESS_MAX_CHARACTERS = 90;
const OP_1 = 0x51;

/** The address of a P2TR script. */
export function encodeAddress(scriptPubKey: Uint8Array): string {
  assert(isPayToTaproot(scriptPubKey), 'only keys have addresses');
  return encodeSegwit(ADDRESS_PREFIX, scriptPubKey);
}

/** The script of an address of ours. Throws CodecError with what is wrong with it. */
export function decodeAddress(text: string): Uint8Array {
  const script = decodeSegwit(ADDRESS_PREFIX, text);
  if (!isPayToTaproot(script)) {
    throw new CodecError('address-kind', 'an address of a kind that no room can pay to');
  }
  return script;
}

/** BIP350 for any prefix and witness version; `script` is a witness program. */
export function encodeSegwit(prefix: string, script: Uint8Array): string {
  const [opcode = 0] = script;
  const version = opcode === 0 ? 0 : opcode - OP_1 + 1;
  const code = version === 0 ? bech32 : bech32m;
  return code.encode(prefix, [version, ...code.toWords(script.subarray(2))]);
}

/** The witness program that an address of this prefix names. Throws CodecError. */
export function decodeSegwit(prefix: string, text: string): Uint8Array {
  const { version, program } = parseSegwit(prefix, text);
  if (program.length < 2 || program.length > 40 || version > 16) {
    throw new CodecError('address-program', `version ${version}, ${program.length} bytes`);
  }
  if (version === 0 && program.length !== 20 && program.length !== 32) {
    throw new CodecError('address-program', `version 0 with ${program.length} bytes`);
  }
  const opcode = version === 0 ? 0 : OP_1 + version - 1;
  return concatBytes(Uint8Array.of(opcode, program.length), program);
}

function parseSegwit(prefix: string, text: string): { version: number; program: Uint8Array } {
  // Before any decoding: a code for another network deserves to be told so, whole or not.
  if (text.slice(0, prefix.length + 1).toLowerCase() !== `${prefix}1`) {
    throw new CodecError('address-prefix', `an address begins with ${prefix}1`);
  }
  const decoded = bech32m.decodeUnsafe(text, ADDRESS_MAX_CHARACTERS);
  const old = decoded ?? bech32.decodeUnsafe(text, ADDRESS_MAX_CHARACTERS);
  const version = old?.words[0];
  // BIP350: version 0 has the old checksum and the others have the new one.
  if (old === undefined || version === undefined || (version === 0) === (decoded !== undefined)) {
    throw new CodecError('address-checksum', 'a character of this address is wrong or missing');
  }
  const program = bech32m.fromWordsUnsafe(old.words.slice(1));
  if (!program) throw new CodecError('address-program', 'padding that is not zero');
  return { version, program };
}
