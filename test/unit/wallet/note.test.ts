import { describe, expect, it } from 'vitest';
import type { Transaction } from '../../../src/consensus/types.ts';
import { memoScript } from '../../../src/wallet/builder.ts';
import { fileMemo, notesOf, readNote, textMemo } from '../../../src/wallet/note.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const HASH = new Uint8Array(32).fill(7);

function paying(...scripts: readonly Uint8Array[]): Transaction {
  const outputs = scripts.map((scriptPubKey) => ({ value: 0, scriptPubKey }));
  return { version: 2, inputs: [], outputs, locktime: 0 };
}

describe('a note', () => {
  it('begins with four letters that tell it from the hash of a file', () => {
    expect(textMemo(bytes('hello'))).toEqual(bytes('tabnhello'));
    expect(fileMemo(HASH)).toEqual(Uint8Array.of(...bytes('tabf'), ...HASH));
    expect(readNote(bytes('tabnhello'))).toEqual({ kind: 'text', data: bytes('hello') });
    expect(readNote(fileMemo(HASH))).toEqual({ kind: 'file', data: HASH });
  });

  it.each([
    ['a memo of somebody else', bytes('hello')],
    ['a hash of 31 bytes', fileMemo(HASH.subarray(1))],
    ['a hash of 33 bytes', Uint8Array.of(...fileMemo(HASH), 0)],
    ['nothing', new Uint8Array(0)],
  ])('is not %s', (_, memo) => {
    expect(readNote(memo)).toBeUndefined();
  });

  it('is found among the outputs, whether its push has one length byte or two', () => {
    const long = textMemo(new Uint8Array(76).fill(0x61));
    const found = notesOf(paying(memoScript(bytes('tabnhi')), memoScript(long)));
    expect(found.map(({ data }) => data.length)).toEqual([2, 76]);
  });

  it('is not found in a script of another form', () => {
    const script = memoScript(fileMemo(HASH));
    const isCut = script.subarray(0, -1);
    const goesOn = Uint8Array.of(...script, 0);
    const spends = Uint8Array.of(0x51, ...script.subarray(1));
    const isLong = Uint8Array.of(0x6a, 0x4c, 36, ...fileMemo(HASH));
    expect(notesOf(paying(isCut, goesOn, spends, isLong, Uint8Array.of(0x6a)))).toEqual([]);
  });
});
