/**
 * `hello`: before anything else is read, each side proves that it knows the room's secret, and that
 * its node key is its own.
 *
 * The proof is an HMAC under the room's link key over the DTLS fingerprints of both ends, so it is
 * worth nothing on any other connection: whoever sits in the middle ends two connections with two
 * pairs of fingerprints. The dialler speaks first; the answerer says nothing to a stranger, and its
 * own proof covers the dialler's nonce as well. The same transcript is signed by the node key, or a
 * member could take another's: neighbours bring signals, and the node its trust, to keys.
 */

import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';

import { hashToBytes, taggedHash } from '../consensus/hash.ts';
import { verifySignature } from '../consensus/signature-verifier.ts';
import type { Hash } from '../consensus/types.ts';
import { concatBytes, equalBytes } from '../util/bytes.ts';
import { type Hello, PROTOCOL_VERSION } from './messages.ts';
import type { NodeKey } from './node-key.ts';
import { ProtocolError } from './wire.ts';

export interface Secrets extends NodeKey {
  readonly genesisHash: Hash;
  /** 32 bytes. */
  readonly linkKey: Uint8Array;
}

/** The parts of a link that its `hello` is bound to. */
export interface LinkFacts {
  /** Both DTLS fingerprints, the dialler's first. */
  readonly binding: Uint8Array;
  /** 32 bytes: the nonce in our own hello. */
  readonly ownNonce: Uint8Array;
}

type Role = 'dialler' | 'answerer';
/** What a hello says, without its two proofs. */
type Statement = Omit<Hello, 'mac' | 'signature'>;

const NO_NONCE = new Uint8Array(32);
const SIGNATURE_TAG = 'tabchain/hello/v1';

/** Our hello; `heard` is the nonce of the other side's, where it spoke first. */
export function makeHello(
  secrets: Secrets,
  link: LinkFacts,
  role: Role,
  heard: Uint8Array = NO_NONCE,
): Hello {
  const statement = {
    protocolVersion: PROTOCOL_VERSION,
    genesisHash: secrets.genesisHash,
    nodeKey: secrets.nodeKey,
    nonce: link.ownNonce,
  };
  const said = transcript(statement, { binding: link.binding, role, heard });
  const signature = secrets.sign(taggedHash(SIGNATURE_TAG, said));
  return { ...statement, mac: hmac(sha256, secrets.linkKey, said), signature };
}

/** Throws ProtocolError naming the first thing that is wrong with the other side's hello. */
export function checkHello(secrets: Secrets, link: LinkFacts, role: Role, hello: Hello): void {
  if (hello.protocolVersion !== PROTOCOL_VERSION) {
    throw new ProtocolError('hello-version', `speaks version ${hello.protocolVersion}`);
  }
  if (hello.genesisHash !== secrets.genesisHash) {
    throw new ProtocolError('hello-genesis', 'lives in another room');
  }
  const heard = role === 'answerer' ? link.ownNonce : NO_NONCE;
  const said = transcript(hello, { binding: link.binding, role, heard });
  if (!equalBytes(hmac(sha256, secrets.linkKey, said), hello.mac)) {
    throw new ProtocolError('hello-proof', 'does not know this room, or sits in the middle');
  }
  // After the proof that costs nothing: strangers cannot make us verify signatures.
  if (!verifySignature(hello.signature, taggedHash(SIGNATURE_TAG, said), hello.nodeKey)) {
    throw new ProtocolError('hello-key', 'does not hold the node key that it names');
  }
}

interface Bound {
  readonly binding: Uint8Array;
  readonly role: Role;
  readonly heard: Uint8Array;
}

function transcript(statement: Statement, { binding, role, heard }: Bound): Uint8Array {
  const { genesisHash, nodeKey, nonce, protocolVersion } = statement;
  const version = Uint8Array.of(protocolVersion & 0xff, (protocolVersion >>> 8) & 0xff);
  const speaker = Uint8Array.of(role === 'dialler' ? 0 : 1);
  const said = [version, hashToBytes(genesisHash), nodeKey, nonce];
  return concatBytes(binding, speaker, heard, ...said);
}
