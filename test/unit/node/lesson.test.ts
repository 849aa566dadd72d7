import { describe, expect, it } from 'vitest';
import { Chain } from '../../../src/chain/chain.ts';
import { ChainImport } from '../../../src/chain/chain-import.ts';
import { blockRecord, chainFileHead, lessonRecord } from '../../../src/chain/chain-file.ts';
import { encodeBlock } from '../../../src/consensus/encoding.ts';
import { frameMagic } from '../../../src/consensus/genesis.ts';
import { headerHash } from '../../../src/consensus/hash.ts';
import { type LessonEvent, LessonReader, writeLesson } from '../../../src/node/lesson.ts';
import { concatBytes } from '../../../src/util/bytes.ts';
import { CodecError } from '../../../src/util/codec-error.ts';
import { ChainBuilder, ROOM } from '../../support/chain-builder.ts';
import { makeChainFile } from '../../support/chain-file-maker.ts';
import { makeSandbox } from '../../e2e/support/rooms.ts';

const LESSON_EVENTS_MAX = 5_000;
const LESSON_MAX_BYTES = 1024 * 1024;
const LESSON_FACTS_MAX = 8;
const LESSON_TEXT_MAX_CHARACTERS = 64;
const RECORD_HEAD_BYTES = 8;
const PIECE_BYTES = 40_000;
const NOW_SECONDS = 0xffff_ffff;
const CHAIN = makeChainFile(makeSandbox(20), 12, 'Fox');
const EVENTS: readonly LessonEvent[] = [
  { at: 1, kind: 'opened', facts: { name: 'Fox', height: 0 } },
  { at: 2, kind: 'stale', facts: { hash: 'ab'.repeat(32), height: 3, miner: 'Owl' } },
];

/** Reads a file in pieces to its end. */
function read(file: Uint8Array): LessonReader {
  const reader = new LessonReader();
  for (let at = 0; at < file.length; at += PIECE_BYTES) {
    reader.push(file.subarray(at, at + PIECE_BYTES));
    while (reader.take(1_000));
  }
  reader.end();
  return reader;
}

function codeOf(file: Uint8Array): string | undefined {
  try {
    read(file);
    return undefined;
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return error.code;
  }
}

function archiveOf(lines: readonly unknown[]): Uint8Array {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return concatBytes(CHAIN, lessonRecord(new TextEncoder().encode(text)));
}

describe('an archive', () => {
  it('gives back its notes, and what its chain says of itself', () => {
    const { chain, events } = read(concatBytes(CHAIN, writeLesson(EVENTS)));
    expect(events).toEqual(EVENTS);
    expect(chain).toMatchObject({
      kind: 'sandbox',
      height: 12,
      targetSpacingSeconds: 10,
      payments: 0,
      miners: [{ name: 'Fox', blocks: 12 }],
      otherBlocks: 0,
    });
    expect(chain!.lastTime - chain!.firstTime).toBe(120);
  });

  it('is a chain for whoever reads chains', () => {
    let chain: Chain | undefined;
    const reading = new ChainImport(({ params, genesis }) => (chain = new Chain(params, genesis)));
    reading.push(concatBytes(CHAIN, writeLesson(EVENTS)));
    while (reading.take(NOW_SECONDS, 1)) chain!.advance();
    reading.end();
    expect(reading.refused).toBeUndefined();
    expect(reading.blocks).toBe(12);
    expect(chain!.height).toBe(12);
  });

  it('may be a chain alone', () => {
    expect(read(CHAIN).events).toBeUndefined();
    expect(read(CHAIN).chain?.height).toBe(12);
  });

  it('tells the tip of its chain', () => {
    const builder = new ChainBuilder();
    const blocks = builder.run(builder.genesis, 3);
    const magic = frameMagic(builder.params.genesisHash);
    const records = blocks.map((block) => blockRecord(magic, encodeBlock(block)));
    const { chain } = read(concatBytes(chainFileHead(ROOM, '00'.repeat(16)), ...records));
    expect(chain?.tip).toBe(headerHash(blocks.at(-1)!.header));
    expect(chain?.genesisHash).toBe(builder.params.genesisHash);
    const gap = concatBytes(chainFileHead(ROOM, '00'.repeat(16)), records[0]!, records[2]!);
    expect(codeOf(gap)).toBe('file-order');
  });

  it('holds the newest 5,000 notes, in a megabyte', () => {
    const many = Array.from({ length: LESSON_EVENTS_MAX + 3 }, (_, at): LessonEvent => ({
      at,
      kind: 'tip',
      facts: { hash: 'ab'.repeat(32), miner: '😀'.repeat(at % 2 === 0 ? 8 : 64) },
    }));
    const record = writeLesson(many);
    expect(record.length).toBeLessThanOrEqual(LESSON_MAX_BYTES + RECORD_HEAD_BYTES);
    const { events } = read(concatBytes(CHAIN, record));
    expect(events!.at(-1)?.at).toBe(LESSON_EVENTS_MAX + 2);
    const short = many.map(({ at, kind }) => ({ at, kind, facts: {} }));
    expect(read(concatBytes(CHAIN, writeLesson(short))).events).toHaveLength(LESSON_EVENTS_MAX);
  });

  it('leaves out numbers that are none', () => {
    const record = writeLesson([{ at: 1, kind: 'x', facts: { a: NaN, b: 2 } }]);
    expect(read(concatBytes(CHAIN, record)).events![0]?.facts).toEqual({ b: 2 });
  });
});

describe('notes of strangers', () => {
  const head = { tabchainLesson: 1 };
  const note = { at: 1, kind: 'tip', facts: {} };

  it('come out inert, and cut to 64 characters', () => {
    const name = `\u202e${'x'.repeat(100)}`;
    const { events } = read(archiveOf([head, { ...note, facts: { name } }]));
    expect(events![0]!.facts['name']).toBe('x'.repeat(LESSON_TEXT_MAX_CHARACTERS));
  });

  it.each([
    ['another version', [{ tabchainLesson: 2 }], 'lesson-version'],
    ['no head', [note], 'lesson-version'],
    ['a list for a line', [head, []], 'lesson-bad-line'],
    ['nothing for a line', [head, null], 'lesson-bad-line'],
    ['a time that is none', [head, { ...note, at: '1' }], 'lesson-bad-line'],
    ['markup for a kind', [head, { ...note, kind: '<img>' }], 'lesson-bad-line'],
    ['facts that are none', [head, { ...note, facts: 'x' }], 'lesson-bad-line'],
    ['a fact of facts', [head, { ...note, facts: { a: {} } }], 'lesson-bad-line'],
    ['a name that is none', [head, { ...note, facts: { __x: 1 } }], 'lesson-bad-line'],
    ['nine facts', [head, { ...note, facts: factsOf(LESSON_FACTS_MAX + 1) }], 'lesson-bad-line'],
    [
      '5,001 notes',
      [head, ...Array.from({ length: LESSON_EVENTS_MAX + 1 }, () => note)],
      'lesson-too-long',
    ],
  ])('with %s are refused', (_, lines, code) => {
    expect(codeOf(archiveOf(lines))).toBe(code);
  });

  it('are refused when they are no UTF-8 or no JSON', () => {
    for (const bytes of [Uint8Array.of(0xff, 10), new TextEncoder().encode('{\n')]) {
      expect(codeOf(concatBytes(CHAIN, lessonRecord(bytes)))).toBe('lesson-bad-line');
    }
  });

  it('are refused before they are held when they claim more than a megabyte', () => {
    const record = lessonRecord(new Uint8Array(LESSON_MAX_BYTES + 1));
    expect(codeOf(concatBytes(CHAIN, record.subarray(0, 100)))).toBe('file-record-size');
  });
});

describe('miners', () => {
  it('are told apart up to 500 of them, and counted together beyond', () => {
    const reader = new LessonReader();
    const count = (reader as unknown as { count(miner: string): void }).count.bind(reader);
    reader.push(CHAIN);
    while (reader.take(1e9));
    for (let miner = 1; miner < 502; miner += 1) count(`miner ${miner}`);
    expect(reader.chain?.miners).toHaveLength(500);
    expect(reader.chain?.otherBlocks).toBe(2);
  });
});

function factsOf(count: number): Record<string, number> {
  const letters = [...'abcdefghijkl'].slice(0, count);
  return Object.fromEntries(letters.map((letter) => [letter, 1]));
}
