/** The commands that find what was written on the chain, and prove it. */

import type { Handle } from '../chain/block-index.ts';
import type { Chain } from '../chain/chain.ts';
import { txid } from '../consensus/hash.ts';
import type { Transaction } from '../consensus/types.ts';
import { equalBytes, fromHex } from '../util/bytes.ts';
import { PROOF_HEADERS_MAX } from '../util/limits.ts';
import { notesOf } from '../wallet/note.ts';
import { CommandError } from './api.ts';
import { type Command, type CommandContext, RPC_INVALID_PARAMETER } from './command.ts';
import { describeHit, search } from './find.ts';
import { encodeProof } from './proof-file.ts';

const HASH = /^[0-9a-f]{64}$/;

export const NOTE_COMMANDS: Readonly<Record<string, Command>> = {
  verifyhash: {
    synopsis: 'hash height',
    does: 'looks for a file’s SHA-256 from that height or the tip down; next: where to go on',
    most: 2,
    run: verifyHash,
  },
  exportproof: {
    synopsis: 'hash|txid height',
    does: 'a file that proves a note or a file’s hash; sought as by verifyhash',
    most: 2,
    run: exportProof,
  },
};

function verifyHash(context: CommandContext, [value, height]: readonly unknown[], id: number) {
  const hash = toHash(value);
  const bytes = fromHex(hash);
  const isWanted = (transaction: Transaction) => writesFile(transaction, bytes);
  return search(context, { id, height, isWanted }, (hit) => describeHit(context.chain, hit));
}

function exportProof(context: CommandContext, [value, height]: readonly unknown[], id: number) {
  const { chain, room } = context;
  const hash = toHash(value);
  const bytes = fromHex(hash);
  // Only what wrote something is looked at more closely: an id costs two hashes.
  const isWanted = (transaction: Transaction) =>
    notesOf(transaction).length > 0 &&
    (writesFile(transaction, bytes) || txid(transaction) === hash);
  return search(context, { id, height, isWanted }, (hit) => {
    const { block, handle, index } = hit;
    const headers = headersFrom(chain, handle);
    return { ...describeHit(chain, hit), bytes: encodeProof({ room, block, index, headers }) };
  });
}

function writesFile(transaction: Transaction, hash: Uint8Array): boolean {
  return notesOf(transaction).some(({ kind, data }) => kind === 'file' && equalBytes(data, hash));
}

/** Those of the block and of what stands on it, up to the tip or to what a proof may hold. */
function headersFrom(chain: Chain, handle: Handle): Uint8Array[] {
  const { index } = chain;
  const first = index.height(handle);
  const count = Math.min(chain.height - first + 1, PROOF_HEADERS_MAX);
  return Array.from({ length: count }, (_, at) => index.headerBytes(chain.activeAt(first + at)));
}

function toHash(value: unknown): string {
  if (typeof value === 'string' && HASH.test(value)) return value;
  throw new CommandError(RPC_INVALID_PARAMETER, 'a hash is 64 lowercase hex digits');
}
