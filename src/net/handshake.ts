/**
 * `hello`: before anything else is read, each side proves that it knows the room's secret.
 *
 * The proof is an HMAC under the room's link key over the DTLS fingerprints of both ends, so it is
 * worth nothing on any other connection: whoever sits in the middle ends two connections with two
 * pairs of fingerprints. The dialler speaks first; the answerer says nothing to a stranger, and its
 * own proof covers the dialler's nonce as well.
 */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

import { hashToBytes } from '../consensus/hash.ts';
import type { Hash } from '../consensus/types.ts';
import { concatBytes, equalBytes } from '../util/bytes.ts';
import { type Hello, PROTOCOL_VERSION } from './messages.ts';
import { ProtocolError } from './wire.ts';

export interface Secrets {
  readonly genesisHash: Hash;
  /** 32 bytes. */
  readonly linkKey: Uint8Array;
  /** 32 bytes: our x-only key. */
  readonly nodeKey: Uint8Array;
}

/** The parts of a link that its `hello` is bound to. */
export interface LinkFacts {
  /** Both DTLS fingerprints, the dialler's first. */
  readonly binding: Uint8Array;
  /** 32 bytes: the nonce in our own hello. */
  readonly ownNonce: Uint8Array;
}

const NO_NONCE = new Uint8Array(32);

/** Our hello; `heard` is the nonce of the other side's, where it spoke first. */
export function makeHello(
  secrets: Secrets,
  link: LinkFacts,
  role: 'dialler' | 'answerer',
  heard: Uint8Array = NO_NONCE,
): Hello {
  const hello = {
    protocolVersion: PROTOCOL_VERSION,
    genesisHash: secrets.genesisHash,
    nodeKey: secrets.nodeKey,
    nonce: link.ownNonce,
  };
  const mac = authenticate(secrets.linkKey, hello, transcript(link.binding, role, heard));
  return { ...hello, mac };
}

/** Throws ProtocolError naming the first thing that is wrong with the other side's hello. */
export function checkHello(
  secrets: Secrets,
  link: LinkFacts,
  role: 'dialler' | 'answerer',
  hello: Hello,
): void {
  if (hello.protocolVersion !== PROTOCOL_VERSION) {
    throw new ProtocolError('hello-version', `speaks version ${hello.protocolVersion}`);
  }
  if (hello.genesisHash !== secrets.genesisHash) {
    throw new ProtocolError('hello-genesis', 'lives in another room');
  }
  const heard = role === 'answerer' ? link.ownNonce : NO_NONCE;
  const mac = authenticate(secrets.linkKey, hello, transcript(link.binding, role, heard));
  if (!equalBytes(mac, hello.mac)) {
    throw new ProtocolError('hello-proof', 'does not know this room, or sits in the middle');
  }
}

function transcript(
  binding: Uint8Array,
  role: 'dialler' | 'answerer',
  heard: Uint8Array,
): Uint8Array {
  return concatBytes(binding, Uint8Array.of(role === 'dialler' ? 0 : 1), heard);
}

function authenticate(
  linkKey: Uint8Array,
  hello: Omit<Hello, 'mac'>,
  bound: Uint8Array,
): Uint8Array {
  const { genesisHash, nodeKey, nonce, protocolVersion } = hello;
  const version = Uint8Array.of(protocolVersion & 0xff, (protocolVersion >>> 8) & 0xff);
  const said = concatBytes(version, hashToBytes(genesisHash), nodeKey, nonce);
  return hmac(sha256, linkKey, concatBytes(bound, said));
}
