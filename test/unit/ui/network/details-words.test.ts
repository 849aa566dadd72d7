import { describe, expect, it } from 'vitest';
import type { NodeSnapshot, PeerRow } from '../../../../src/node/api.ts';
import {
  askedWords,
  clockWords,
  networkSentence,
  wantedWords,
} from '../../../../src/ui/network/details-words.ts';
import type { PeerDetails } from '../../../../src/ui/network/peer-details.ts';
import { trafficOf } from '../../../../src/ui/network/traffic.ts';
import type { WireEvent } from '../../../../src/ui/wire/wire-log.ts';

const peer = (relation: PeerRow['relation'], state: PeerRow['state'] = 'ready') =>
  ({ relation, state }) as PeerRow;
const room = (...peers: readonly PeerRow[]) => ({ peers, networkActive: true }) as NodeSnapshot;
const account = (asked: Partial<PeerDetails['asked']>) => {
  const nothing = { headers: false, blocks: [], transactions: 0, overdue: 0 };
  return { asked: { ...nothing, ...asked }, wanted: { ...nothing, ...asked } };
};

describe('the network in a sentence', () => {
  it.each([
    ['No links yet. Open this room in another tab, and watch them meet.', room()],
    ['1\u00a0peer, saying hello.', room(peer('unknown', 'greeting'))],
    ['1\u00a0peer: 1 in step.', room(peer('in-step'))],
    ['2\u00a0peers, all in step.', room(peer('in-step'), peer('in-step'))],
    ['3\u00a0peers: 1 in step, 2 behind.', room(peer('in-step'), peer('behind'), peer('behind'))],
    ['2\u00a0peers: 1 ahead.', room(peer('ahead'), peer('unknown', 'greeting'))],
  ])('is %s', (sentence, snapshot) => {
    expect(networkSentence(snapshot)).toBe(sentence);
  });

  it('says that the network is off', () => {
    const off = { ...room(peer('in-step')), networkActive: false };
    expect(networkSentence(off)).toMatch(/cut off/);
  });
});

describe('what is awaited', () => {
  it('is nothing, or headers, blocks and transactions', () => {
    expect(askedWords(account({}))).toBe('Nothing at the moment.');
    expect(askedWords(account({ headers: true }))).toBe('Headers.');
    expect(wantedWords(account({ blocks: [7], transactions: 2 }))).toBe(
      '1\u00a0block (7), 2\u00a0transactions.',
    );
    expect(wantedWords(account({ blocks: [7, 8, 9, 10] }))).toBe('4\u00a0blocks (7, 8, 9, …).');
  });
});

describe('a peer’s clock', () => {
  it.each([
    ['agrees with ours', 999],
    ['3 s ahead of ours', 3_000],
    ['12 s behind ours', -12_000],
  ])('%s', (words, offsetMs) => {
    expect(clockWords(offsetMs)).toBe(words);
  });
});

describe('traffic', () => {
  it('is counted by message and direction, for one link', () => {
    const event = (kind: WireEvent['kind'], type: number, link = 1): WireEvent => ({
      id: 0,
      at: 0,
      link,
      kind,
      sizeBytes: kind === 'opened' ? 0 : 10 * type,
      bytes: Uint8Array.of(0, 0, 0, 0, type),
    });
    const events = [
      event('opened', 1),
      event('received', 4),
      event('sent', 5),
      event('received', 4),
      event('received', 11, 2),
    ];
    expect(trafficOf(events, 1)).toEqual([
      { name: 'ping', group: 'pulse', received: 2, receivedBytes: 80, sent: 0, sentBytes: 0 },
      { name: 'pong', group: 'pulse', received: 0, receivedBytes: 0, sent: 1, sentBytes: 50 },
    ]);
  });
});
