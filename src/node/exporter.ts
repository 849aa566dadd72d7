/**
 * The chain on its way into a file, one part for a question. The first part fixes the tip, and
 * the questions for what follows name it: a reorganisation meanwhile changes nothing in the file.
 */

import type { Handle } from '../chain/block-index.ts';
import type { Body } from '../chain/bodies.ts';
import type { Chain } from '../chain/chain.ts';
import { blockRecord, blockRecordBytes, chainFileHead } from '../chain/chain-file.ts';
import { concatBytes } from '../util/bytes.ts';
import { CHAIN_CHUNK_MAX_BYTES } from '../util/limits.ts';
import type { ChainFilePart } from './api.ts';
import type { Room } from './room.ts';

export interface ExportSource {
  readonly chain: Chain;
  readonly room: Room;
  readBody(handle: Handle, answer: (body: Body | undefined) => void): void;
}

/** `height` is that of a block whose body is not kept here. */
type Answer = (part: ChainFilePart | { readonly missing: number }) => void;

/** Head and genesis, or at least one block and no more than a part may hold, `height` first. */
export function exportPart(
  source: ExportSource,
  from: { readonly tip: Handle; readonly height: number },
  answer: Answer,
): void {
  const { chain, room } = source;
  const head = from.height === 0 ? [chainFileHead(room.params, room.topic)] : [];
  const first = Math.max(1, from.height);
  const handles = handlesOf(chain, { tip: from.tip, first, headBytes: head[0]?.length ?? 0 });
  const records: Uint8Array[] = [];
  let left = handles.length;
  let missing: number | undefined;
  const isAll = () => {
    if (missing !== undefined) return answer({ missing });
    const next = first + handles.length;
    const height = chain.index.height(from.tip);
    return answer({
      bytes: concatBytes(...head, ...records),
      nextHeight: next > height ? null : next,
      height,
      tip: chain.index.hash(from.tip),
    });
  };
  if (left === 0) return isAll();
  for (const [at, handle] of handles.entries()) {
    source.readBody(handle, (body) => {
      if (body === undefined) missing ??= first + at;
      else records[at] = blockRecord(room.magic, body.bytes);
      left -= 1;
      if (left === 0) isAll();
    });
  }
  return undefined;
}

interface PartBounds {
  readonly tip: Handle;
  readonly first: number;
  readonly headBytes: number;
}

/** The blocks of one part, by the sizes that memory or the index knows. */
function handlesOf({ bodies, index }: Chain, { tip, first, headBytes }: PartBounds): Handle[] {
  const handles: Handle[] = [];
  let sizeBytes = headBytes;
  for (let height = first; height <= index.height(tip); height += 1) {
    const handle = index.ancestor(tip, height);
    const body = bodies.get(handle)?.bytes ?? index.bodyPlace(handle);
    sizeBytes += blockRecordBytes(body.length);
    if (sizeBytes > CHAIN_CHUNK_MAX_BYTES) break;
    handles.push(handle);
  }
  return handles;
}
