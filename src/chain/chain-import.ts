/**
 * A file's chain on its way into a chain: every block is judged as if a peer had sent it, in the
 * order of the file, and the first that is refused ends the reading. What was taken before it
 * stays, since it is valid; a file of another room is refused before anything of it is taken.
 */

import { decodeBlock } from '../consensus/encoding.ts';
import { headerHash } from '../consensus/hash.ts';
import { RuleError } from '../consensus/rule-error.ts';
import { CodecError } from '../util/codec-error.ts';
import type { Refused } from './active-chain.ts';
import { GENESIS, type Handle } from './block-index.ts';
import type { Chain } from './chain.ts';
import { ChainFileReader, type FileRecord, type FileRoom } from './chain-file.ts';

export interface ImportRefusal {
  /** Of the block; 0 when it is the file's beginning. */
  readonly height: number;
  /** The rule's, or what is wrong with the file. */
  readonly code: string;
  readonly detail: string;
}

/** What a block costs beside its bytes when the work of a stretch is measured in bytes. */
const BLOCK_COST_BYTES = 200;

export class ChainImport {
  private readonly open: (room: FileRoom) => Chain | undefined;
  private readonly reader = new ChainFileReader();
  private chain: Chain | undefined;
  private last: Handle = GENESIS;
  private readBlocks = 0;
  private newBlocks = 0;
  private refusal: ImportRefusal | undefined;

  /** `open` gives the chain that a room's blocks go to; undefined where they are not wanted. */
  constructor(open: (room: FileRoom) => Chain | undefined) {
    this.open = open;
  }

  /** Blocks taken from the file, without genesis. */
  get blocks(): number {
    return this.readBlocks;
  }

  /** How many of them were not known before. */
  get fresh(): number {
    return this.newBlocks;
  }

  get refused(): ImportRefusal | undefined {
    return this.refusal;
  }

  push(chunk: Uint8Array): void {
    this.reader.push(chunk);
  }

  /**
   * Takes blocks worth about `budgetBytes`; false when there was none to take, because more of the
   * file is needed or because of a refusal. To be called with the chain at rest: then it never runs
   * ahead of its bodies.
   */
  take(nowSeconds: number, budgetBytes: number): boolean {
    let spentBytes = 0;
    while (spentBytes <= budgetBytes && this.refusal === undefined) {
      const record = this.attempt(() => this.reader.next());
      if (record === undefined) break;
      this.attempt(() => this.enter(record, nowSeconds));
      spentBytes += BLOCK_COST_BYTES + (record.kind === 'block' ? record.bytes.length : 0);
    }
    return spentBytes > 0;
  }

  /** The file has no more; whether it stopped short is seen now. */
  end(): void {
    if (this.refusal === undefined) this.attempt(() => this.reader.end());
  }

  /** The chain refused a block when it was to be connected. */
  refuse({ handle, error }: Refused): void {
    const { index } = this.chain ?? {};
    if (index === undefined || this.refusal !== undefined) return;
    const height = index.height(handle);
    const isOurs =
      height <= index.height(this.last) && index.ancestor(this.last, height) === handle;
    if (isOurs) this.refusal = refusalOf(error, height);
  }

  private enter(record: FileRecord, nowSeconds: number): void {
    if (record.kind === 'block') return this.enterBlock(record.bytes, nowSeconds);
    // What somebody saw is nothing that a chain could check or needs.
    if (record.kind === 'lesson') return undefined;
    this.chain = this.open(record.room);
    if (this.chain === undefined) throw new CodecError('file-other-room', 'another room’s chain');
    return undefined;
  }

  private enterBlock(bytes: Uint8Array, nowSeconds: number): void {
    const chain = this.chain!;
    const block = decodeBlock(bytes);
    if (block.header.previousHash !== chain.index.hash(this.last)) {
      throw new CodecError(
        'file-order',
        `${headerHash(block.header)} is not on the block before it`,
      );
    }
    this.last = chain.acceptHeader(block.header, nowSeconds);
    if (chain.acceptBody(this.last, { block, bytes })) this.newBlocks += 1;
    this.readBlocks += 1;
  }

  private attempt<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof RuleError || error instanceof CodecError)) throw error;
      this.refusal = refusalOf(error, this.chain === undefined ? 0 : this.readBlocks + 1);
      return undefined;
    }
  }
}

function refusalOf({ code, message }: RuleError | CodecError, height: number): ImportRefusal {
  return { height, code, detail: message.slice(code.length + 2) };
}
