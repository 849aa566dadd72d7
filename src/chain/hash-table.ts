/**
 * From a hash to the number of the header that has it: an open-addressing table of numbers, whose
 * hashes stand with the headers. Between 8 and 16 bytes per header. It needs no secret seed:
 * crowding one slot costs the proof of work of every header in it.
 */

/** Where the hashes stand. */
export interface Hashes {
  /** The first four bytes of one, as a little-endian word. */
  firstWord(header: number): number;
  holdsHash(header: number, hash: Uint8Array): boolean;
}

export const ABSENT = -1;
const SLOTS_MIN = 1_024;

export class HashTable {
  private readonly hashes: Hashes;
  private slots = new Int32Array(SLOTS_MIN).fill(ABSENT);

  constructor(hashes: Hashes) {
    this.hashes = hashes;
  }

  /** ABSENT when no header has it. */
  find(hash: Uint8Array): number {
    const mask = this.slots.length - 1;
    const word = hash[0]! | (hash[1]! << 8) | (hash[2]! << 16) | (hash[3]! << 24);
    for (let slot = word & mask; ; slot = (slot + 1) & mask) {
      const header = this.slots[slot]!;
      if (header === ABSENT || this.hashes.holdsHash(header, hash)) return header;
    }
  }

  /** Headers are entered in the order of their numbers, from 0. */
  enter(header: number): void {
    if (2 * (header + 1) > this.slots.length) this.grow(header);
    this.fill(header);
  }

  private grow(count: number): void {
    this.slots = new Int32Array(2 * this.slots.length).fill(ABSENT);
    for (let header = 0; header < count; header += 1) this.fill(header);
  }

  private fill(header: number): void {
    const mask = this.slots.length - 1;
    let slot = this.hashes.firstWord(header) & mask;
    while (this.slots[slot] !== ABSENT) slot = (slot + 1) & mask;
    this.slots[slot] = header;
  }
}
