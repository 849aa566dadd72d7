/**
 * Every header this node knows, as a tree, packed.
 *
 * A header is a handle: its number in order of arrival, so a parent's handle is always smaller than
 * its child's. A chunk holds CHUNK_HEADERS headers in four typed arrays, and a table finds one by
 * its hash. The cost is 80 bytes of header, 32 of hash, 16 of chain work, 36 of links and places on
 * disk, one of status, and between 8 and 16 of table: at most 181 bytes per header.
 *
 * The records on disk are pages of PAGE_HEADERS headers, small because one is rewritten with each
 * block, and copied as they are because 100,000 headers must load at once. Besides its parent each
 * header has a far link (skip.ts).
 */

import { decodeHeader, encodeHeader } from '../consensus/encoding.ts';
import { hashFromBytes, hashToBytes } from '../consensus/hash.ts';
import { blockWork } from '../consensus/pow.ts';
import type { Hash, Header } from '../consensus/types.ts';
import { assert } from '../util/assert.ts';
import { concatBytes, equalBytes } from '../util/bytes.ts';
import { ABSENT, HashTable } from './hash-table.ts';
import { leadsCloser, skipHeight } from './skip.ts';

/** Number of a header in order of arrival; genesis is 0. */
export type Handle = number;
export const NO_HANDLE: Handle = ABSENT;
export const GENESIS: Handle = 0;

/** Headers in one record on disk, and what one change makes dirty. */
export const PAGE_HEADERS = 32;
/** Headers in one piece of memory: whole pages. */
const CHUNK_HEADERS = 1024;
const HEADER_BYTES = 80;
const RAW_STRIDE = HEADER_BYTES + 32;
const MEDIAN_SPAN = 11;

/** What is known of a block beyond its header. */
export const Status = {
  /** Its body is kept, and matched its header. */
  body: 1,
  /** Its body and those below are kept, down to genesis or to an active block. */
  linked: 2,
  /** It was connected once: its transactions are valid on its branch, its undo data is kept. */
  connected: 4,
  /** It, or an ancestor, broke a rule for ever. */
  failed: 8,
  /** It was mined by this node. */
  own: 16,
  /** The user does not want it; unlike a broken rule this can be taken back. */
  unwanted: 32,
  /** It, or an ancestor, is unwanted. */
  aside: 64,
} as const;

/** Where a record stands on disk: a segment, and the bytes within it. */
export interface Place {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

interface Chunk {
  readonly raw: Uint8Array;
  /** Parent, height, far ancestor, then the places of body and undo data, three words each. */
  readonly links: Int32Array;
  /** Chain work, high and low 64 bits. */
  readonly work: BigUint64Array;
  readonly status: Uint8Array;
}

const LINKS = 9;
const [PARENT, HEIGHT, SKIP, BODY, UNDO] = [0, 1, 2, 3, 6] as const;
const PAGE_STRIDE = RAW_STRIDE + 4 * LINKS + 16 + 1;
const LOW_64 = (1n << 64n) - 1n;

function createChunk(): Chunk {
  return {
    raw: new Uint8Array(CHUNK_HEADERS * RAW_STRIDE),
    links: new Int32Array(CHUNK_HEADERS * LINKS),
    work: new BigUint64Array(CHUNK_HEADERS * 2),
    status: new Uint8Array(CHUNK_HEADERS),
  };
}

export class BlockIndex {
  private readonly chunks: Chunk[] = [];
  private readonly table = new HashTable({
    firstWord: (handle) => this.word(handle, HEADER_BYTES),
    holdsHash: (handle, hash) => this.holdsHash(handle, hash),
  });
  private count = 0;
  private lastBits = 0;
  private lastWork = 0n;

  constructor(genesis: Header, genesisHash: Hash) {
    this.addBytes(encodeHeader(genesis), hashToBytes(genesisHash), NO_HANDLE);
    this.setStatus(GENESIS, Status.body | Status.linked | Status.connected);
  }

  get size(): number {
    return this.count;
  }

  find(hash: Hash): Handle {
    return this.findBytes(hashToBytes(hash));
  }

  /** `hash` as its 32 bytes stand in a header. */
  findBytes(hash: Uint8Array): Handle {
    return this.table.find(hash);
  }

  /** Adds a header whose parent is known and which is not known itself. */
  add(header: Header, hash: Hash): Handle {
    const parent = this.find(header.previousHash);
    assert(parent !== NO_HANDLE, 'a header is added after its parent');
    return this.addBytes(encodeHeader(header), hashToBytes(hash), parent);
  }

  /** The same of the 80 bytes of a header and the 32 of its hash, below a known parent. */
  addBytes(header: Uint8Array, hash: Uint8Array, parent: Handle): Handle {
    const handle = this.count;
    if (handle % CHUNK_HEADERS === 0) this.chunks.push(createChunk());
    this.count += 1;
    const chunk = this.chunk(handle);
    const slot = handle % CHUNK_HEADERS;
    chunk.raw.set(header, slot * RAW_STRIDE);
    chunk.raw.set(hash, slot * RAW_STRIDE + HEADER_BYTES);
    const isRoot = parent === NO_HANDLE;
    const height = isRoot ? 0 : this.height(parent) + 1;
    const links = slot * LINKS;
    chunk.links[links + PARENT] = parent;
    chunk.links[links + HEIGHT] = height;
    chunk.links[links + SKIP] = isRoot ? NO_HANDLE : this.ancestor(parent, skipHeight(height));
    this.setWork(handle, (isRoot ? 0n : this.chainWork(parent)) + this.workOf(this.bits(handle)));
    this.table.enter(handle);
    return handle;
  }

  header(handle: Handle): Header {
    return decodeHeader(this.headerBytes(handle));
  }

  /** The 80 bytes, as a view that must not be written to. */
  headerBytes(handle: Handle): Uint8Array {
    const start = (handle % CHUNK_HEADERS) * RAW_STRIDE;
    return this.chunk(handle).raw.subarray(start, start + HEADER_BYTES);
  }

  hash(handle: Handle): Hash {
    const start = (handle % CHUNK_HEADERS) * RAW_STRIDE + HEADER_BYTES;
    return hashFromBytes(this.chunk(handle).raw.subarray(start, start + 32));
  }

  parent(handle: Handle): Handle {
    return this.link(handle, PARENT);
  }

  height(handle: Handle): number {
    return this.link(handle, HEIGHT);
  }

  time(handle: Handle): number {
    return this.word(handle, 68);
  }

  bits(handle: Handle): number {
    return this.word(handle, 72);
  }

  chainWork(handle: Handle): bigint {
    const { work } = this.chunk(handle);
    const at = (handle % CHUNK_HEADERS) * 2;
    return (work[at]! << 64n) | work[at + 1]!;
  }

  has(handle: Handle, status: number): boolean {
    return (this.status(handle) & status) === status;
  }

  status(handle: Handle): number {
    return this.chunk(handle).status[handle % CHUNK_HEADERS]!;
  }

  setStatus(handle: Handle, status: number): void {
    this.chunk(handle).status[handle % CHUNK_HEADERS]! |= status;
  }

  clearStatus(handle: Handle, status: number): void {
    this.chunk(handle).status[handle % CHUNK_HEADERS]! &= ~status;
  }

  bodyPlace(handle: Handle): Place {
    return this.place(handle, BODY);
  }

  setBodyPlace(handle: Handle, place: Place): void {
    this.setPlace(handle, BODY, place);
  }

  undoPlace(handle: Handle): Place {
    return this.place(handle, UNDO);
  }

  setUndoPlace(handle: Handle, place: Place): void {
    this.setPlace(handle, UNDO, place);
  }

  /** The ancestor at `height`; the handle itself at or below its own height. */
  ancestor(handle: Handle, height: number): Handle {
    let at = handle;
    while (this.height(at) > height) {
      at = leadsCloser(this.height(at), height) ? this.link(at, SKIP) : this.parent(at);
    }
    return at;
  }

  /** Where two branches part. */
  fork(first: Handle, second: Handle): Handle {
    const height = Math.min(this.height(first), this.height(second));
    let left = this.ancestor(first, height);
    let right = this.ancestor(second, height);
    // At equal heights both skip equally far: past the fork exactly when they then still differ.
    while (left !== right) {
      const field = this.link(left, SKIP) === this.link(right, SKIP) ? PARENT : SKIP;
      left = this.link(left, field);
      right = this.link(right, field);
    }
    return left;
  }

  /** Median of the last 11 times (BIP113). */
  medianTimePast(handle: Handle): number {
    const times: number[] = [];
    for (let at = handle; at !== NO_HANDLE && times.length < MEDIAN_SPAN; at = this.parent(at)) {
      insertSorted(times, this.time(at));
    }
    return times[times.length >> 1]!;
  }

  /** One page as its record on disk: headers with hashes, links, chain work, status. */
  pageBytes(page: number): Uint8Array {
    const first = page * PAGE_HEADERS;
    const count = Math.min(PAGE_HEADERS, this.count - first);
    assert(count > 0, 'a page with a header');
    return concatBytes(...this.memory(first, count));
  }

  /**
   * Appends a page that `pageBytes` gave, the first one in place of the genesis that is here.
   * Returns false, and changes nothing, when it does not continue what is here.
   */
  appendPage(bytes: Uint8Array): boolean {
    const before = this.count;
    const first = before === 1 ? GENESIS : before;
    const count = bytes.length / PAGE_STRIDE;
    const fits = Number.isInteger(count) && count >= 1 && count <= PAGE_HEADERS;
    if (!fits || first % PAGE_HEADERS !== 0) return false;
    if (first % CHUNK_HEADERS === 0 && first > GENESIS) this.chunks.push(createChunk());
    const [genesis, facts] = [concatBytes(...this.memory(GENESIS, 1)), this.genesisFacts()];
    this.count = first + count;
    this.writePage(first, bytes);
    if (!equalBytes(this.genesisFacts(), facts) || !this.continueFrom(before)) {
      this.count = before;
      this.chunks.length = Math.ceil(before / CHUNK_HEADERS);
      if (first === GENESIS) this.writePage(GENESIS, genesis);
      return false;
    }
    for (let handle = before; handle < this.count; handle += 1) this.table.enter(handle);
    return true;
  }

  /** The four stretches of memory in which a run of headers within one page stands. */
  private memory(first: Handle, count: number): readonly Uint8Array[] {
    const { raw, links, work, status } = this.chunk(first);
    const at = first % CHUNK_HEADERS;
    return ([raw, links, work, status] as const).map((array) => {
      const stride = array.byteLength / CHUNK_HEADERS;
      return new Uint8Array(array.buffer, at * stride, count * stride);
    });
  }

  private writePage(first: Handle, bytes: Uint8Array): void {
    let offset = 0;
    for (const view of this.memory(first, bytes.length / PAGE_STRIDE)) {
      view.set(bytes.subarray(offset, offset + view.length));
      offset += view.length;
    }
  }

  /** What no record may tell differently of genesis: header, hash, links to others, work. */
  private genesisFacts(): Uint8Array {
    const [raw, links, work] = this.memory(GENESIS, 1);
    return concatBytes(raw!, links!.subarray(0, 4 * BODY), work!);
  }

  private continueFrom(first: Handle): boolean {
    for (let handle = first; handle < this.count; handle += 1) {
      if (!this.continues(handle)) return false;
    }
    return true;
  }

  /** Whether a header stands on an earlier one, one higher, and skips to where it should. */
  private continues(handle: Handle): boolean {
    const [parent, skip] = [this.link(handle, PARENT), this.link(handle, SKIP)];
    if (Math.min(parent, skip) < GENESIS || Math.max(parent, skip) >= handle) return false;
    const height = this.height(handle);
    if (height !== this.height(parent) + 1) return false;
    if (this.height(skip) !== skipHeight(height)) return false;
    return this.holdsHash(parent, this.headerBytes(handle).subarray(4, 36));
  }

  /** Bits seldom change from block to block, and the work they stand for is a long division. */
  private workOf(bits: number): bigint {
    if (bits !== this.lastBits) this.lastWork = blockWork(bits);
    this.lastBits = bits;
    return this.lastWork;
  }

  private setWork(handle: Handle, work: bigint): void {
    assert(work >> 128n === 0n, 'chain work fits 128 bits');
    const at = (handle % CHUNK_HEADERS) * 2;
    this.chunk(handle).work[at] = work >> 64n;
    this.chunk(handle).work[at + 1] = work & LOW_64;
  }

  private holdsHash(handle: Handle, hash: Uint8Array): boolean {
    const { raw } = this.chunk(handle);
    const start = (handle % CHUNK_HEADERS) * RAW_STRIDE + HEADER_BYTES;
    for (let at = 0; at < 32; at += 1) if (raw[start + at] !== hash[at]) return false;
    return true;
  }

  private chunk(handle: Handle): Chunk {
    const chunk = this.chunks[Math.floor(handle / CHUNK_HEADERS)];
    assert(chunk !== undefined && handle < this.count, 'a handle names a known header');
    return chunk;
  }

  private link(handle: Handle, field: number): number {
    return this.chunk(handle).links[(handle % CHUNK_HEADERS) * LINKS + field]!;
  }

  /** An unsigned little-endian word of the header. */
  private word(handle: Handle, offset: number): number {
    const { raw } = this.chunk(handle);
    const at = (handle % CHUNK_HEADERS) * RAW_STRIDE + offset;
    return (raw[at]! | (raw[at + 1]! << 8) | (raw[at + 2]! << 16) | (raw[at + 3]! << 24)) >>> 0;
  }

  private place(handle: Handle, field: number): Place {
    return {
      segment: this.link(handle, field),
      offset: this.link(handle, field + 1),
      length: this.link(handle, field + 2),
    };
  }

  private setPlace(handle: Handle, field: number, place: Place): void {
    const { links } = this.chunk(handle);
    const at = (handle % CHUNK_HEADERS) * LINKS + field;
    links.set([place.segment, place.offset, place.length], at);
  }
}

/** Times mostly come newest first, so each finds its place at the front at once. */
function insertSorted(numbers: number[], number: number): void {
  let at = numbers.length;
  for (; at > 0 && numbers[at - 1]! > number; at -= 1) numbers[at] = numbers[at - 1]!;
  numbers[at] = number;
}
