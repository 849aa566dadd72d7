/**
 * Coins, packed: as objects in a map each costs 440 bytes, here about 110.
 *
 * An entry is 20 words: txid 8, output index 1, twice the height plus the coinbase flag 1, amount
 * 2, key 8. Every coin pays to a Taproot key, so that is the whole of it. Entries stand densely,
 * and where one is taken out the last takes its place; an open-addressing table of entry numbers
 * finds one by its outpoint. Crowding a slot costs as many hashes as there are slots for each txid,
 * and a step along a crowded row costs one comparison.
 */

import { isPayToTaproot } from '../consensus/signature.ts';
import type { Coin } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';

const [VOUT, CODE, AMOUNT, KEY] = [8, 9, 10, 12] as const;
const OUTPOINT_WORDS = 9;
const ENTRY_WORDS = 20;
const P2TR_BYTES = 34;
const P2TR_HEADER = [0x51, 0x20] as const;
const TXID_DIGITS = 64;
const FREE = -1;
const SLOTS_MIN = 8;
const U32 = 0x1_0000_0000;
/** Knuth's multiplier: spreads the outputs of one transaction. */
const SPREAD = 0x9e37_79b1;

/** The outpoint in question, parsed from its key. */
const wanted = new Uint32Array(OUTPOINT_WORDS);

export class CoinTable {
  private entries = new Uint32Array(0);
  private slots = new Int32Array(SLOTS_MIN).fill(FREE);
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(key: string): Coin | undefined {
    parseOutpoint(key);
    const slot = this.find();
    const entry = this.slots[slot]!;
    return entry === FREE ? undefined : this.read(entry);
  }

  /** Returns false, and changes nothing, when the outpoint has its coin already. */
  add(key: string, coin: Coin): boolean {
    parseOutpoint(key);
    if (this.slots[this.find()] !== FREE) return false;
    if (2 * (this.count + 1) > this.slots.length) this.growSlots();
    if ((this.count + 1) * ENTRY_WORDS > this.entries.length) this.growEntries();
    this.slots[this.find()] = this.count;
    this.write(this.count, coin);
    this.count += 1;
    return true;
  }

  /** Removes a coin and returns it; undefined when there is none. */
  take(key: string): Coin | undefined {
    parseOutpoint(key);
    const slot = this.find();
    const entry = this.slots[slot]!;
    if (entry === FREE) return undefined;
    const coin = this.read(entry);
    this.freeSlot(slot);
    this.count -= 1;
    if (entry !== this.count) this.moveEntry(this.count, entry);
    return coin;
  }

  *[Symbol.iterator](): IterableIterator<[string, Coin]> {
    for (let entry = 0; entry < this.count; entry += 1) yield [this.key(entry), this.read(entry)];
  }

  private read(entry: number): Coin {
    const at = entry * ENTRY_WORDS;
    const code = this.entries[at + CODE]!;
    const scriptPubKey = new Uint8Array(P2TR_BYTES);
    scriptPubKey.set(P2TR_HEADER);
    for (let word = 0; word < 8; word += 1) {
      const value = this.entries[at + KEY + word]!;
      scriptPubKey[2 + 4 * word] = value >>> 24;
      scriptPubKey[3 + 4 * word] = value >>> 16;
      scriptPubKey[4 + 4 * word] = value >>> 8;
      scriptPubKey[5 + 4 * word] = value;
    }
    return {
      value: this.entries[at + AMOUNT]! + U32 * this.entries[at + AMOUNT + 1]!,
      scriptPubKey,
      height: code >>> 1,
      coinbase: (code & 1) === 1,
    };
  }

  /** The coin at the outpoint in question. */
  private write(entry: number, { value, scriptPubKey, height, coinbase }: Coin): void {
    assert(isPayToTaproot(scriptPubKey), 'every coin is P2TR');
    assert(height < U32 / 2, 'a height of 31 bits');
    const at = entry * ENTRY_WORDS;
    this.entries.set(wanted, at);
    this.entries[at + CODE] = 2 * height + (coinbase ? 1 : 0);
    this.entries[at + AMOUNT] = value % U32;
    this.entries[at + AMOUNT + 1] = Math.floor(value / U32);
    for (let word = 0; word < 8; word += 1) {
      const byte = 2 + 4 * word;
      const high = (scriptPubKey[byte]! << 24) | (scriptPubKey[byte + 1]! << 16);
      this.entries[at + KEY + word] =
        high | (scriptPubKey[byte + 2]! << 8) | scriptPubKey[byte + 3]!;
    }
  }

  private key(entry: number): string {
    const at = entry * ENTRY_WORDS;
    const words = Array.from(this.entries.subarray(at, at + VOUT));
    const txid = words.map((word) => word.toString(16).padStart(8, '0')).join('');
    return `${txid}:${this.entries[at + VOUT]}`;
  }

  /** The slot of the outpoint in question, or the free one where it would stand. */
  private find(): number {
    const mask = this.slots.length - 1;
    for (let slot = homeOf(wanted, 0) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.slots[slot]!;
      if (entry === FREE || this.holdsWanted(entry)) return slot;
    }
  }

  private holdsWanted(entry: number): boolean {
    const at = entry * ENTRY_WORDS;
    for (let word = OUTPOINT_WORDS - 1; word >= 0; word -= 1) {
      if (this.entries[at + word] !== wanted[word]) return false;
    }
    return true;
  }

  private home(entry: number): number {
    return homeOf(this.entries, entry * ENTRY_WORDS) & (this.slots.length - 1);
  }

  /** Closes the gap: whoever stands behind it and belongs at or before it moves up. */
  private freeSlot(slot: number): void {
    const mask = this.slots.length - 1;
    let gap = slot;
    for (let at = (slot + 1) & mask; this.slots[at] !== FREE; at = (at + 1) & mask) {
      const strayed = (at - this.home(this.slots[at]!)) & mask;
      if (strayed < ((at - gap) & mask)) continue;
      this.slots[gap] = this.slots[at]!;
      gap = at;
    }
    this.slots[gap] = FREE;
  }

  private moveEntry(from: number, to: number): void {
    const mask = this.slots.length - 1;
    let slot = this.home(from);
    while (this.slots[slot] !== from) slot = (slot + 1) & mask;
    this.slots[slot] = to;
    this.entries.copyWithin(to * ENTRY_WORDS, from * ENTRY_WORDS, (from + 1) * ENTRY_WORDS);
  }

  private growSlots(): void {
    this.slots = new Int32Array(2 * this.slots.length).fill(FREE);
    const mask = this.slots.length - 1;
    for (let entry = 0; entry < this.count; entry += 1) {
      let slot = this.home(entry);
      while (this.slots[slot] !== FREE) slot = (slot + 1) & mask;
      this.slots[slot] = entry;
    }
  }

  /** By a quarter: the average table then wastes little more than a tenth. */
  private growEntries(): void {
    const entries = Math.max(SLOTS_MIN / 2, Math.ceil(this.count * 1.25));
    const grown = new Uint32Array(entries * ENTRY_WORDS);
    grown.set(this.entries);
    this.entries = grown;
  }
}

/** The bucket goes by the first byte of the txid, so the second word is used here. */
function homeOf(words: Uint32Array, at: number): number {
  return words[at + 1]! ^ Math.imul(words[at + VOUT]!, SPREAD);
}

/** Fills `wanted` from 64 hex digits, a colon and a decimal number. */
function parseOutpoint(key: string): void {
  for (let word = 0; word < VOUT; word += 1) {
    let value = 0;
    for (let at = 8 * word; at < 8 * word + 8; at += 1) {
      const code = key.charCodeAt(at);
      value = (value << 4) | (code < 0x3a ? code - 0x30 : code - 0x57);
    }
    wanted[word] = value;
  }
  let vout = 0;
  for (let at = TXID_DIGITS + 1; at < key.length; at += 1) {
    vout = 10 * vout + key.charCodeAt(at) - 0x30;
  }
  wanted[VOUT] = vout;
}
