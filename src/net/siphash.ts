/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a short keyed hash that nobody without the key can
 * make collide. Compact blocks name transactions by it.
 *
 * Its words have 64 bits, kept here as two halves of 32: with BigInt a block of 500 transactions
 * would cost 20 ms instead of less than one.
 */

/** Both words of the key, each as its low and its high half. */
export interface SipKey {
  readonly k0: readonly [low: number, high: number];
  readonly k1: readonly [low: number, high: number];
}

/** v0 to v3, the low half of each before its high one; used anew by each hash. */
const state = new Int32Array(8);
/** "somepseudorandomlygeneratedbytes", as the paper has it. */
const INITIAL = [
  0x70736575, 0x736f6d65, 0x6e646f6d, 0x646f7261, 0x6e657261, 0x6c796765, 0x79746573, 0x74656462,
] as const;

/** `key` as its 16 bytes. */
export function sipKey(key: Uint8Array): SipKey {
  const half = (at: number) => [word(key, at), word(key, at + 4)] as const;
  return { k0: half(0), k1: half(8) };
}

/** The 64 bits as unsigned halves. */
export function sipHash(key: SipKey, message: Uint8Array): readonly [low: number, high: number] {
  begin(key);
  const whole = message.length & ~7;
  for (let at = 0; at < whole; at += 8) compress(word(message, at), word(message, at + 4));
  compress(word(message, whole), word(message, whole + 4) | (message.length << 24));
  state[4]! ^= 0xff;
  rounds(4);
  const low = state[0]! ^ state[2]! ^ state[4]! ^ state[6]!;
  const high = state[1]! ^ state[3]! ^ state[5]! ^ state[7]!;
  return [low >>> 0, high >>> 0];
}

function begin({ k0, k1 }: SipKey): void {
  for (let at = 0; at < 8; at += 1) {
    const key = at % 4 < 2 ? k0 : k1;
    state[at] = INITIAL[at]! ^ key[at & 1]!;
  }
}

function compress(low: number, high: number): void {
  state[6]! ^= low;
  state[7]! ^= high;
  rounds(2);
  state[0]! ^= low;
  state[1]! ^= high;
}

/**
 * SipRound, so many times. Each is two halves of one shape, the second with v0 and v2 in each
 * other's place. Local variables, as the compiler keeps them in registers: vN is its low half, wN
 * its high one.
 */
function rounds(count: number): void {
  let v0 = state[0]!;
  let w0 = state[1]!;
  let v1 = state[2]!;
  let w1 = state[3]!;
  let v2 = state[4]!;
  let w2 = state[5]!;
  let v3 = state[6]!;
  let w3 = state[7]!;
  for (let half = 0; half < 2 * count; half += 1) {
    const left = half % 2 === 0 ? 13 : 17;
    const right = half % 2 === 0 ? 16 : 21;
    v0 = (v0 + v1) | 0;
    w0 = (w0 + w1 + carry(v0, v1)) | 0;
    v2 = (v2 + v3) | 0;
    w2 = (w2 + w3 + carry(v2, v3)) | 0;
    const v1Turned = (v1 << left) | (w1 >>> (32 - left));
    w1 = w0 ^ ((w1 << left) | (v1 >>> (32 - left)));
    v1 = v0 ^ v1Turned;
    const v3Turned = (v3 << right) | (w3 >>> (32 - right));
    w3 = w2 ^ ((w3 << right) | (v3 >>> (32 - right)));
    v3 = v2 ^ v3Turned;
    // v0 turns by 32 bits, and changes its place with v2.
    const low = v0;
    v0 = v2;
    v2 = w0;
    w0 = w2;
    w2 = low;
  }
  state[0] = v0;
  state[1] = w0;
  state[2] = v1;
  state[3] = w1;
  state[4] = v2;
  state[5] = w2;
  state[6] = v3;
  state[7] = w3;
}

/** Whether a sum of low halves went past 32 bits: it is then less than what was added. */
function carry(sum: number, added: number): number {
  return sum >>> 0 < added >>> 0 ? 1 : 0;
}

/** Four bytes, little-endian; zeros beyond the end, as the last block is padded. */
function word(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) return 0;
  const upper = (bytes[at + 2] ?? 0) | ((bytes[at + 3] ?? 0) << 8);
  return bytes[at]! | ((bytes[at + 1] ?? 0) << 8) | (upper << 16);
}
