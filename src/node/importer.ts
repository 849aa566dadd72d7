/**
 * A chain from a file, handed over in parts by a command for each. A part is answered when its
 * blocks are taken, so whoever reads the file goes no faster than the node, which meanwhile serves
 * its peers: blocks are taken a stretch at a time, with the chain at rest and the disk not behind.
 */

import type { Refused } from '../chain/active-chain.ts';
import type { Chain } from '../chain/chain.ts';
import { ChainImport } from '../chain/chain-import.ts';
import {
  ADVANCE_BUDGET_BYTES,
  CHAIN_CHUNK_MAX_BYTES,
  IMPORT_FILE_MAX_BYTES,
  PINNED_MAX_BYTES,
} from '../util/limits.ts';
import { type ChainFileOutcome, CommandError } from './api.ts';
import type { CommandOutcome } from './ports.ts';

interface Part {
  readonly bytes: Uint8Array;
  /** Where it stands in the file; 0 begins anew. */
  readonly offset: number;
  /** Of the whole file. */
  readonly sizeBytes: number;
}

interface Reading {
  readonly import: ChainImport;
  readonly sizeBytes: number;
  /** Bytes handed over. */
  offset: number;
  /** Whose part is being worked off. */
  command: number | undefined;
}

type Finish = (command: number, outcome: CommandOutcome) => void;

const RPC_MISC_ERROR = -1;
const RPC_TYPE_ERROR = -3;
const RPC_INVALID_PARAMETER = -8;

export class Importer {
  private readonly chain: Chain;
  private readonly finish: Finish;
  private reading: Reading | undefined;

  constructor(chain: Chain, finish: Finish) {
    this.chain = chain;
    this.finish = finish;
  }

  /** A part is being worked off. */
  get isBusy(): boolean {
    return this.reading?.command !== undefined;
  }

  /** Parameters of `importchain`: bytes, offset, size of the file in bytes. Throws CommandError. */
  order(command: number, parameters: readonly unknown[]): void {
    const part = readPart(parameters);
    if (this.isBusy)
      throw new CommandError(RPC_MISC_ERROR, 'A part of a file is being read already');
    if (part.offset === 0) this.reading = this.begin(part.sizeBytes);
    const { reading } = this;
    if (reading?.offset !== part.offset || reading.sizeBytes !== part.sizeBytes) {
      throw new CommandError(
        RPC_INVALID_PARAMETER,
        'This is not the part of the file that follows',
      );
    }
    reading.import.push(part.bytes);
    reading.offset += part.bytes.length;
    reading.command = command;
  }

  /** Takes a stretch of blocks, or answers; to be called with the chain at rest. True: it moved. */
  run(nowSeconds: number): boolean {
    const { reading } = this;
    if (reading?.command === undefined) return false;
    if (this.chain.bodies.pinnedBytes > PINNED_MAX_BYTES) return false;
    if (reading.import.take(nowSeconds, ADVANCE_BUDGET_BYTES)) return true;
    if (reading.offset === reading.sizeBytes) reading.import.end();
    this.answer(reading, reading.command);
    return false;
  }

  refused(refused: Refused | undefined): void {
    if (refused !== undefined) this.reading?.import.refuse(refused);
  }

  private begin(sizeBytes: number): Reading {
    const { params } = this.chain;
    const ours = new ChainImport(({ params: { genesisHash } }) =>
      genesisHash === params.genesisHash ? this.chain : undefined,
    );
    return { import: ours, sizeBytes, offset: 0, command: undefined };
  }

  private answer(reading: Reading, command: number): void {
    const { blocks, fresh, refused } = reading.import;
    const done = refused !== undefined || reading.offset === reading.sizeBytes;
    const { height } = this.chain;
    const taken = { blocks, fresh, height, done };
    const result: ChainFileOutcome = refused === undefined ? taken : { ...taken, refused };
    reading.command = undefined;
    if (done) this.reading = undefined;
    this.finish(command, { ok: true, result });
  }
}

function readPart([bytes, offset = 0, sizeBytes]: readonly unknown[]): Part {
  if (!(bytes instanceof Uint8Array)) {
    throw new CommandError(RPC_TYPE_ERROR, 'bytes must be a Uint8Array');
  }
  if (bytes.length > CHAIN_CHUNK_MAX_BYTES) {
    const message = `a part has at most ${CHAIN_CHUNK_MAX_BYTES} bytes`;
    throw new CommandError(RPC_INVALID_PARAMETER, message);
  }
  const start = readSize(offset, 'offset');
  const whole = readSize(sizeBytes ?? start + bytes.length, 'size');
  if (whole > IMPORT_FILE_MAX_BYTES) {
    const message = `a file has at most ${IMPORT_FILE_MAX_BYTES} bytes`;
    throw new CommandError(RPC_INVALID_PARAMETER, message);
  }
  if (start + bytes.length > whole) {
    throw new CommandError(RPC_INVALID_PARAMETER, 'this part reaches beyond the end of its file');
  }
  return { bytes, offset: start, sizeBytes: whole };
}

function readSize(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    throw new CommandError(RPC_TYPE_ERROR, `${name} must be a whole number of bytes`);
  }
  return value;
}
