import { afterEach, describe, expect, it } from 'vitest';
import { encodeBlock } from '../../../../src/consensus/encoding.ts';
import type { Hash } from '../../../../src/consensus/types.ts';
import { encodeMessage, type Message } from '../../../../src/net/messages.ts';
import { speakWith } from '../../../../src/ui/language/language.ts';
import { isShown, SHOW_ALL, withGroup } from '../../../../src/ui/wire/event-filter.ts';
import { peerLabel, summaryOf, toJsonLines } from '../../../../src/ui/wire/event-words.ts';
import { groupOf } from '../../../../src/ui/wire/message-groups.ts';
import { rowsInSight, topShowing } from '../../../../src/ui/wire/row-window.ts';
import type { WireEvent } from '../../../../src/ui/wire/wire-log.ts';
import { makeBlock } from '../../../support/blocks.ts';

const HASH = 'ab'.repeat(32) as Hash;

function event(message: Message, kind: 'received' | 'sent' = 'received'): WireEvent {
  const bytes = encodeMessage(1, message);
  return { id: 7, at: 1_700_000_000_123, link: 3, kind, sizeBytes: bytes.length, bytes };
}

const BLOCK = makeBlock(7);
const WHOLE_BLOCK = event({ name: 'block', block: BLOCK, bytes: encodeBlock(BLOCK) });
const PING = event({ name: 'ping', nonce: 5n });
const CLOSED: WireEvent = {
  ...PING,
  kind: 'closed',
  sizeBytes: 0,
  bytes: new Uint8Array(),
  reason: 'frame-magic',
};

describe('a line of the inspector', () => {
  it.each([
    ['nonce 5', PING],
    ['frame-magic', CLOSED],
    ['1\u00a0block', event({ name: 'getdata', items: [{ type: 0x40000002, hash: HASH }] })],
    ['1\u00a0transaction', event({ name: 'inv', items: [{ type: 5, hash: HASH }] })],
    ['after abababab…abababab', event({ name: 'getheaders', locator: [HASH], stop: HASH })],
    ['0\u00a0headers', event({ name: 'headers', headers: [] })],
    ['block 7, mined by test', WHOLE_BLOCK],
    ['malformed', { ...PING, bytes: PING.bytes.subarray(0, 12), sizeBytes: 12 }],
    ['', event({ name: 'unknown', type: 77 })],
  ])('says %s', (summary, of) => {
    expect(summaryOf(of)).toBe(summary);
  });

  it('names the peer by its name, by its key, or by its link', () => {
    expect(peerLabel(3, { key: 'ab12', name: 'Fox' })).toBe('Fox');
    expect(peerLabel(3, { key: 'ab12', name: '' })).toBe('ab12');
    expect(peerLabel(3, undefined)).toBe('link 3');
  });
});

describe('an exported event', () => {
  it('is one line of JSON, with its fields and all its kept bytes', () => {
    const lines = toJsonLines([PING, CLOSED], new Map([[3, { key: 'ab12', name: 'Fox' }]]));
    const [ping, closed, end] = lines.split('\n');
    expect(end).toBe('');
    expect(JSON.parse(ping!)).toEqual({
      id: 7,
      at: '2023-11-14T22:13:20.123Z',
      event: 'received',
      link: 3,
      peer: 'ab12',
      message: 'ping',
      sizeBytes: 17,
      hex: '0100000004080000000500000000000000',
      fields: [
        { field: 'message start, magic', value: '01000000' },
        { field: 'command', value: '4: ping' },
        { field: 'length', value: '8' },
        { field: 'nonce', value: '5' },
      ],
    });
    expect(JSON.parse(closed!)).toMatchObject({ event: 'closed', reason: 'frame-magic' });
  });
});

describe('in another language', () => {
  afterEach(() => speakWith('en', {}));

  it('the list follows it, and what is saved stays as programs know it', () => {
    speakWith('fr', {
      'block {height}, mined by {miner}': 'bloc {height}, miné par {miner}',
      'reward of block {height}, mined by {miner}': 'récompense du bloc {height} : {miner}',
    });
    expect(summaryOf(WHOLE_BLOCK)).toBe('bloc 7, miné par test');
    const { fields } = JSON.parse(toJsonLines([WHOLE_BLOCK], new Map())) as {
      readonly fields: ReadonlyArray<{ readonly value: string }>;
    };
    expect(fields.at(-1)!.value).toBe('reward of block 7, mined by test');
  });
});

describe('the filter', () => {
  it('shows all until something is chosen, and all again when it is not any more', () => {
    expect(groupOf(PING)).toBe('pulse');
    expect(isShown(PING, SHOW_ALL)).toBe(true);
    const blocks = withGroup(SHOW_ALL, 'blocks');
    expect(isShown(PING, blocks)).toBe(false);
    expect(isShown(PING, withGroup(blocks, 'pulse'))).toBe(true);
    expect(isShown(PING, withGroup(blocks, 'blocks'))).toBe(true);
  });

  it('holds by direction and by link', () => {
    expect(isShown(PING, { ...SHOW_ALL, direction: 'sent' })).toBe(false);
    expect(isShown(CLOSED, { ...SHOW_ALL, direction: 'received' })).toBe(false);
    expect(isShown(PING, { ...SHOW_ALL, link: 4 })).toBe(false);
    expect(isShown(PING, { ...SHOW_ALL, link: 3, direction: 'received' })).toBe(true);
  });
});

describe('the rows in sight', () => {
  const viewport = (top: number) => ({ top, height: 300, rowHeight: 30 });

  it('are those between top and bottom and a few more, never beyond the list', () => {
    expect(rowsInSight(5_000, viewport(0))).toEqual({ from: 0, to: 16 });
    expect(rowsInSight(5_000, viewport(3_000))).toEqual({ from: 94, to: 116 });
    expect(rowsInSight(3, viewport(0))).toEqual({ from: 0, to: 3 });
    // The list became shorter than where it was scrolled to.
    expect(rowsInSight(10, viewport(3_000))).toEqual({ from: 9, to: 10 });
    expect(rowsInSight(0, viewport(0))).toEqual({ from: 0, to: 0 });
  });

  it('move just as far as a chosen row needs', () => {
    expect(topShowing(5, viewport(0))).toBe(0);
    expect(topShowing(10, viewport(0))).toBe(30);
    expect(topShowing(2, viewport(90))).toBe(60);
  });
});
