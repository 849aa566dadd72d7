/** An archive between the page and a file: written behind the chain's own file, read in slices. */

import {
  type LessonChain,
  type LessonEvent,
  LessonReader,
  writeLesson,
} from '../../node/lesson.ts';
import { CHAIN_CHUNK_MAX_BYTES, IMPORT_FILE_MAX_BYTES } from '../../util/limits.ts';
import { CodecError } from '../../util/codec-error.ts';
import type { ChainTransfer, SavedChain, TellShare } from '../chain-transfer.ts';
import { say } from '../language/say.ts';
import { refusalWords } from './chain-file-words.ts';

export interface OpenedLesson {
  readonly chain: LessonChain;
  /** Undefined for a file that holds a chain alone. */
  readonly events: readonly LessonEvent[] | undefined;
}

/** Bytes of blocks looked at before the page gets its turn: a few milliseconds. */
const SLICE_BYTES = 32 * 1024;

export async function saveLesson(
  transfer: ChainTransfer,
  events: readonly LessonEvent[],
  tell: TellShare,
): Promise<SavedChain> {
  const { file, height } = await transfer.saveChain(tell);
  const notes = writeLesson(events) as Uint8Array<ArrayBuffer>;
  return { file: new Blob([file, notes], { type: file.type }), height };
}

/** Rejects with a sentence for its user. Nothing of the file goes to the node. */
export async function openLesson(file: Blob, tell: TellShare): Promise<OpenedLesson> {
  if (file.size > IMPORT_FILE_MAX_BYTES) {
    throw new Error(
      say('The file has more than {most} MB, so it was not read.', {
        most: Math.floor(IMPORT_FILE_MAX_BYTES / 2 ** 20),
      }),
    );
  }
  const reader = new LessonReader();
  try {
    return await readAll(reader, file, tell);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    const height = reader.chain === undefined ? 0 : reader.chain.height + 1;
    throw new Error(sentenceOf(error, height), { cause: error });
  }
}

async function readAll(reader: LessonReader, file: Blob, tell: TellShare): Promise<OpenedLesson> {
  for (let offset = 0; offset < file.size; offset += CHAIN_CHUNK_MAX_BYTES) {
    tell(offset / file.size);
    const part = file.slice(offset, offset + CHAIN_CHUNK_MAX_BYTES);
    reader.push(new Uint8Array(await part.arrayBuffer()));
    while (reader.take(SLICE_BYTES)) await new Promise((resolve) => setTimeout(resolve));
  }
  reader.end();
  return { chain: reader.chain!, events: reader.events };
}

function sentenceOf({ code, message }: CodecError, height: number): string {
  return code.startsWith('lesson-')
    ? say('The notes at the end of this file are damaged.')
    : refusalWords({ height, code, detail: message });
}
