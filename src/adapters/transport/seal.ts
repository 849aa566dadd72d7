/**
 * Closes what two tabs say through the signaling server against the server itself: AES-256-GCM
 * under a key that only the room's link gives. Topic, sender, addressee, kind and sequence are
 * authenticated too, so a sealed offer cannot be handed to somebody else or served twice.
 */

import { base64urlnopad } from '@scure/base';
import { isNodeKey } from '../../net/link.ts';
import type { PeerId } from '../../node/ports.ts';
import { SEAL_SENDERS_MAX, SIGNAL_MAX_BYTES } from '../../util/limits.ts';

export type SignalKind = 'offer' | 'answer';

export interface Route {
  readonly from: PeerId;
  readonly to: PeerId;
}

export interface SignalText {
  readonly kind: SignalKind;
  readonly text: string;
}

export interface Seal {
  /** Sealed text: kind, sequence, and base64url of nonce and ciphertext, joined by dots. */
  seal(signal: SignalText, route: Route): Promise<string>;
  /** Undefined, silently, for everything that is not a fresh signal for this route. */
  unseal(sealed: string, route: Route): Promise<SignalText | undefined>;
  /** How often `unseal` refused. */
  readonly refused: number;
}

const ENVELOPE = /^(offer|answer)\.([1-9]\d{0,14})\.([\w-]+)$/;
/** 96 bits at random: safe for 2^32 messages under one key (NIST SP 800-38D, 8.3). */
const NONCE_BYTES = 12;

/** `sealKey` is 32 bytes; `topic` is as the signaling server knows it. */
export function createSeal(sealKey: Uint8Array, topic: string): Seal {
  const key = crypto.subtle.importKey('raw', new Uint8Array(sealKey), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  const heard = new Map<string, number>();
  let sequence = 0;
  let refused = 0;

  const algorithm = (nonce: Uint8Array<ArrayBuffer>, { from, to }: Route, prefix: string) => ({
    name: 'AES-GCM',
    iv: nonce,
    additionalData: new TextEncoder().encode(`${topic}.${from}.${to}.${prefix}`),
  });

  async function seal({ kind, text }: SignalText, route: Route): Promise<string> {
    // A node key outlives the page, so the sequence of a reloaded one must go on, not begin anew.
    sequence = Math.max(sequence + 1, Date.now());
    const prefix = `${kind}.${sequence}`;
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const plain = new TextEncoder().encode(text);
    const cipher = await crypto.subtle.encrypt(algorithm(nonce, route, prefix), await key, plain);
    const body = new Uint8Array(NONCE_BYTES + cipher.byteLength);
    body.set(nonce);
    body.set(new Uint8Array(cipher), NONCE_BYTES);
    return `${prefix}.${base64urlnopad.encode(body)}`;
  }

  async function open(sealed: string, route: Route): Promise<SignalText | undefined> {
    const [, kind, count, body] =
      (sealed.length <= SIGNAL_MAX_BYTES && ENVELOPE.exec(sealed)) || [];
    if (!kind || !count || !body) return undefined;
    const bytes = new Uint8Array(base64urlnopad.decode(body));
    const nonce = bytes.slice(0, NONCE_BYTES);
    const cipher = bytes.slice(NONCE_BYTES);
    const asked = algorithm(nonce, route, `${kind}.${count}`);
    const plain = await crypto.subtle.decrypt(asked, await key, cipher);
    if (!isFresh(heard, nameOf(route.from, nonce), Number(count))) return undefined;
    return { kind: kind as SignalKind, text: new TextDecoder().decode(plain) };
  }

  async function unseal(sealed: string, route: Route): Promise<SignalText | undefined> {
    const signal = await open(sealed, route).catch(() => undefined);
    if (!signal) refused++;
    return signal;
  }

  return {
    seal,
    unseal,
    get refused() {
      return refused;
    },
  };
}

/**
 * Whose sequence only grows. The meeting place writes whose id a signal comes from; a node key any
 * member can put on one, with any sequence, and a key outlives a clock that was wrong: so each
 * signal that bears a key is known by itself.
 */
function nameOf(from: PeerId, nonce: Uint8Array): string {
  return isNodeKey(from) ? `${from}.${nonce.join()}` : from;
}

/** Only holders of the key get an entry, and the oldest falls out. */
function isFresh(heard: Map<string, number>, name: string, count: number): boolean {
  if (count <= (heard.get(name) ?? 0)) return false;
  heard.delete(name);
  heard.set(name, count);
  const oldest = heard.keys().next();
  if (heard.size > SEAL_SENDERS_MAX && !oldest.done) heard.delete(oldest.value);
  return true;
}
