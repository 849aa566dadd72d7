/**
 * Invitations and answers as people carry them. The letters survive chats, which take hyphens and
 * underscores for formatting, and being typed; QR codes hold them in their alphanumeric mode.
 *
 *   TAB-OFFER- or TAB-ANSWER-, then base32( version(1) ‖ nonce(12) ‖ ciphertext ‖ checksum(4) )
 *   plain text = id(8) ‖ made(4) ‖ description ‖ zeros up to a whole group of base32
 *
 * AES-256-GCM under the room's seal key: whoever reads over a shoulder learns no addresses, and can
 * answer nothing. The checksum tells a text that was damaged from one of another room.
 */

import { sha256d } from '../../consensus/hash.ts';
import { fromBase32, toBase32 } from '../../util/base32.ts';
import { concatBytes, equalBytes, fromHex, toHex } from '../../util/bytes.ts';
import { CodecError } from '../../util/codec-error.ts';
import { Reader, Writer } from '../../util/codec.ts';
import { INVITATION_TEXT_MAX_CHARACTERS } from '../../util/limits.ts';
import { packDescription, unpackDescription } from './compact-description.ts';
import { InvitationError } from './invitation.ts';
import type { SignalKind } from './seal.ts';

export interface HandoverContent {
  readonly kind: SignalKind;
  /** 16 hex digits: an answer has its invitation's. */
  readonly id: string;
  /** When the invitation was made, by its tab's clock, in seconds since 1970; the answer has it. */
  readonly madeAt: number;
  readonly sdp: string;
}

export interface InvitationText {
  /** Rejects with an InvitationError where the browser's description cannot be said so shortly. */
  write(content: HandoverContent): Promise<string>;
  /** Rejects with an InvitationError unless the text holds one of that kind, for this room. */
  read(text: string, kind: SignalKind): Promise<HandoverContent>;
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CHECKSUM_BYTES = 4;
const ID_BYTES = 8;
const GROUP_BYTES = 5;
const FRAME_BYTES = 1 + NONCE_BYTES + TAG_BYTES + CHECKSUM_BYTES;
const MARKS: Readonly<Record<SignalKind, string>> = { offer: 'TAB-OFFER-', answer: 'TAB-ANSWER-' };
const PATTERN = /\bTAB-(OFFER|ANSWER)-([0-9A-Z]+)/i;

/** `sealKey` is 32 bytes; `topic` is as the signaling server knows it. */
export function createInvitationText(sealKey: Uint8Array, topic: string): InvitationText {
  const key = crypto.subtle.importKey('raw', new Uint8Array(sealKey), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  // No connection id is called "invitation", so no signal passes for one (seal.ts).
  const algorithm = (iv: Uint8Array<ArrayBuffer>, kind: SignalKind) => ({
    name: 'AES-GCM',
    iv,
    additionalData: new TextEncoder().encode(`${topic}.invitation.${kind}.${VERSION}`),
  });

  async function write(content: HandoverContent): Promise<string> {
    const plain = encodeContent(content);
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
    const cipher = await crypto.subtle.encrypt(algorithm(nonce, content.kind), await key, plain);
    const sealed = concatBytes(Uint8Array.of(VERSION), nonce, new Uint8Array(cipher));
    const text = toBase32(concatBytes(sealed, checksum(sealed)));
    return `${MARKS[content.kind]}${text.toUpperCase()}`;
  }

  async function read(text: string, wanted: SignalKind): Promise<HandoverContent> {
    const { kind, sealed } = findSealed(text);
    if (kind !== wanted) throw new InvitationError(`invitation-is-${kind}`);
    if (sealed[0] !== VERSION) throw new InvitationError('invitation-version');
    const nonce = sealed.slice(1, 1 + NONCE_BYTES);
    const cipher = sealed.slice(1 + NONCE_BYTES);
    const plain = await crypto.subtle
      .decrypt(algorithm(nonce, kind), await key, cipher)
      .catch(() => refuse('invitation-other-room'));
    return decodeContent(kind, new Uint8Array(plain));
  }

  return { write, read };
}

interface Sealed {
  readonly kind: SignalKind;
  /** What the checksum vouches for. */
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** In a link, or among other words; a messenger may have broken it into lines. */
function findSealed(text: string): Sealed {
  if (text.length > INVITATION_TEXT_MAX_CHARACTERS) return refuse('invitation-none');
  const found = [text, text.replaceAll(/\s/g, '')].map((each) => PATTERN.exec(each));
  if (found.every((match) => match === null)) return refuse('invitation-none');
  for (const match of found) {
    const sealed = match && readChecked(match[2]!);
    if (sealed) return { kind: match[1]!.toLowerCase() as SignalKind, sealed };
  }
  return refuse('invitation-damaged');
}

function readChecked(digits: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const bytes = new Uint8Array(fromBase32(digits));
    const sealed = bytes.slice(0, -CHECKSUM_BYTES);
    const isSound = equalBytes(checksum(sealed), bytes.subarray(-CHECKSUM_BYTES));
    return isSound && bytes.length > FRAME_BYTES ? sealed : undefined;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

function checksum(sealed: Uint8Array): Uint8Array {
  return sha256d(sealed).subarray(0, CHECKSUM_BYTES);
}

function encodeContent({ id, madeAt, sdp }: HandoverContent): Uint8Array<ArrayBuffer> {
  const description = packDescription(sdp);
  if (description === undefined) return refuse('invitation-undescribed');
  const writer = new Writer();
  writer.bytes(fromHex(id));
  writer.u32(madeAt);
  writer.bytes(description);
  const bare = writer.finish();
  const missing = -(FRAME_BYTES + bare.length) % GROUP_BYTES;
  return new Uint8Array(concatBytes(bare, new Uint8Array((missing + GROUP_BYTES) % GROUP_BYTES)));
}

/** Only a member of the room can have written it, who may be hostile all the same. */
function decodeContent(kind: SignalKind, plain: Uint8Array): HandoverContent {
  try {
    const reader = new Reader(plain);
    const id = toHex(reader.copyBytes(ID_BYTES));
    const madeAt = reader.u32();
    const sdp = unpackDescription(reader, kind);
    const rest = reader.bytes(reader.remaining);
    if (rest.length >= GROUP_BYTES || rest.some((byte) => byte !== 0)) {
      return refuse('invitation-damaged');
    }
    return { kind, id, madeAt, sdp };
  } catch (error) {
    if (error instanceof CodecError) return refuse('invitation-damaged');
    throw error;
  }
}

function refuse(...[code]: ConstructorParameters<typeof InvitationError>): never {
  throw new InvitationError(code);
}
