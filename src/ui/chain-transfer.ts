/**
 * The chain between the node and a file: the page only moves parts, one at a time, and tells how
 * far it has come. What a part is worth is the node's to judge.
 */

import type { ChainFileOutcome, ChainFilePart, NodeApi } from '../node/api.ts';
import { CHAIN_CHUNK_MAX_BYTES, IMPORT_FILE_MAX_BYTES } from '../util/limits.ts';
import { say } from './language/say.ts';

/** From 0 to 1. */
export type TellShare = (share: number) => void;

export interface SavedChain {
  readonly file: Blob;
  readonly height: number;
}

export interface ChainTransfer {
  /** Rejects with a sentence for its user. */
  saveChain(tell: TellShare): Promise<SavedChain>;
  /** Rejects with a sentence for its user, before anything is read when the file is too large. */
  readChain(file: Blob, tell: TellShare): Promise<ChainFileOutcome>;
}

export function chainTransfer(node: NodeApi): ChainTransfer {
  return {
    saveChain: (tell) => saveChain(node, tell),
    readChain: (file, tell) => readChain(node, file, tell),
  };
}

async function saveChain(node: NodeApi, tell: TellShare): Promise<SavedChain> {
  let part = (await node.call('exportchain')) as ChainFilePart;
  const { height, tip } = part;
  // A blob of blobs: the browser may put what has gathered on its disk.
  let file = blobOf(part);
  while (part.nextHeight !== null) {
    tell(part.nextHeight / (height + 1));
    part = (await node.call('exportchain', part.nextHeight, tip)) as ChainFilePart;
    file = new Blob([file, blobOf(part)]);
  }
  return { file, height };
}

function blobOf({ bytes }: ChainFilePart): Blob {
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' });
}

async function readChain(node: NodeApi, file: Blob, tell: TellShare): Promise<ChainFileOutcome> {
  const { size } = file;
  if (size > IMPORT_FILE_MAX_BYTES) {
    const most = Math.floor(IMPORT_FILE_MAX_BYTES / 2 ** 20);
    throw new Error(say('The file has more than {most} MB, so it was not read.', { most }));
  }
  for (let offset = 0; ; offset += CHAIN_CHUNK_MAX_BYTES) {
    tell(size === 0 ? 1 : offset / size);
    const part = file.slice(offset, offset + CHAIN_CHUNK_MAX_BYTES);
    const bytes = new Uint8Array(await part.arrayBuffer());
    const outcome = (await node.call('importchain', bytes, offset, size)) as ChainFileOutcome;
    if (outcome.done) return outcome;
  }
}
