import { describe, expect, it } from 'vitest';
import { GAP_LIMIT } from '../../../src/util/limits.ts';
import { CHANGE, type KeyPlace, RECEIVE, type ScriptSource } from '../../../src/wallet/keys.ts';
import { WatchedKeys } from '../../../src/wallet/watched-keys.ts';

/** Scripts that say where they stand. */
const source: ScriptSource = {
  script: ({ chain, index }) =>
    Uint8Array.of(0x51, 0x20, chain, index >> 8, index, ...new Uint8Array(29)),
};

const receive = (index: number): KeyPlace => ({ chain: RECEIVE, index });
const change = (index: number): KeyPlace => ({ chain: CHANGE, index });

function isWatched(keys: WatchedKeys, place: KeyPlace): boolean {
  const found = keys.find(source.script(place));
  if (found !== undefined) expect(found).toEqual(place);
  return found !== undefined;
}

describe('keys', () => {
  it('are watched up to twenty beyond the last one seen, on both chains', () => {
    const keys = new WatchedKeys(source);
    for (const place of [receive, change]) {
      expect([isWatched(keys, place(0)), isWatched(keys, place(19))]).toEqual([true, true]);
      expect(isWatched(keys, place(20))).toBe(false);
    }
    keys.markSeen(receive(19));
    expect([isWatched(keys, receive(39)), isWatched(keys, receive(40))]).toEqual([true, false]);
    expect(isWatched(keys, change(20))).toBe(false);
    expect(keys.count).toBe(60);
    keys.markSeen(receive(3));
    expect(keys.count).toBe(60);
  });

  it('are handed out up to twenty beyond the last one in a block, then the oldest again', () => {
    const keys = new WatchedKeys(source);
    const given = Array.from({ length: GAP_LIMIT + 2 }, () => keys.handOut().index);
    expect(given).toEqual([...Array.from({ length: 20 }, (_, at) => at), 0, 1]);
    keys.markSeen(receive(5));
    keys.markConfirmed(receive(5));
    expect(keys.handOut()).toEqual(receive(6));
  });

  it('for change are the same until a transaction has used one', () => {
    const keys = new WatchedKeys(source);
    expect([keys.nextChange(), keys.nextChange()]).toEqual([change(0), change(0)]);
    keys.markSeen(change(0));
    expect(keys.nextChange()).toEqual(change(1));
  });

  it('for change stay within the gap, however often a payment is replaced', () => {
    const keys = new WatchedKeys(source);
    keys.markSeen(change(2));
    keys.markConfirmed(change(2));
    for (let bump = 0; bump < 50; bump += 1) {
      const place = keys.nextChange();
      expect(place.index).toBeLessThanOrEqual(2 + GAP_LIMIT);
      keys.markSeen(place);
    }
  });

  it('that are stored are not derived again', () => {
    const keys = new WatchedKeys(source);
    keys.markSeen(receive(7));
    keys.handOut();
    const stored = [keys.stored(RECEIVE), keys.stored(CHANGE)];
    let derived = 0;
    const counting = { script: (place: KeyPlace) => ((derived += 1), source.script(place)) };
    const opened = new WatchedKeys(counting, stored);
    expect([derived, opened.count]).toEqual([0, 48]);
    expect(opened.handOut()).toEqual(receive(9));
    opened.markSeen(receive(8));
    expect(derived).toBe(1);
  });

  it('are told apart by every value of a byte', () => {
    const scripts = Array.from({ length: 256 }, (_, byte) =>
      Uint8Array.of(0x51, 0x20, ...new Uint8Array(31), byte),
    );
    const marks = { seen: 235, confirmed: -1, handedOut: -1 };
    const keys = new WatchedKeys(source, [{ marks, scripts }]);
    const places = scripts.map((script) => keys.find(script)!.index);
    expect(places).toEqual([...scripts.keys()]);
  });

  it('are none of scripts of another form', () => {
    const keys = new WatchedKeys(source);
    expect(keys.find(Uint8Array.of(0x6a, 1, 1))).toBeUndefined();
    expect(keys.find(new Uint8Array(34))).toBeUndefined();
  });
});
