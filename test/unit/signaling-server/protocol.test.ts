import { describe, expect, it } from 'vitest';
import { parseClientMessage, parseServerMessage } from '../../../signaling-server/protocol.ts';

const ID = '0123456789abcdef0123456789abcdef';
const PAYLOAD_MAX = 32 * 1024;

describe('parseClientMessage', () => {
  it.each([
    { type: 'join', topic: ID },
    { type: 'relay', to: ID, payload: 'offer.1.AZaz09-_' },
    { type: 'relay', to: ID, payload: 'x'.repeat(PAYLOAD_MAX) },
    { type: 'sample' },
  ])('reads %j', (message) => {
    expect(parseClientMessage(JSON.stringify(message))).toEqual(message);
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '"join"',
    '1e400',
    '{"type":1}',
    '{"type":"joined"}',
    '{"type":"constructor"}',
    '{"type":"__proto__"}',
    '{"__proto__":{"type":"sample"}}',
    '{"type":"sample","__proto__":null}',
    '{"type":"sample","extra":1}',
    '{"type":"join"}',
    `{"type":"join","topic":"${ID}0"}`,
    `{"type":"join","topic":"${ID.toUpperCase()}"}`,
    `{"type":"join","topic":["${ID}"]}`,
    `{"type":"join","topic":"${'a'.repeat(60_000)}"}`,
    `{"type":"relay","to":"${ID}"}`,
    `{"type":"relay","to":"${ID}","payload":""}`,
    `{"type":"relay","to":"${ID}","payload":{}}`,
    `{"type":"relay","to":"${ID}","payload":"a b"}`,
    `{"type":"relay","to":"${ID}","payload":"a","from":"${ID}"}`,
    `{"type":"relay","to":"${ID}","payload":"${'x'.repeat(PAYLOAD_MAX + 1)}"}`,
    '['.repeat(10_000) + ']'.repeat(10_000),
    '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000),
  ])('refuses %.60s', (text) => {
    expect(parseClientMessage(text)).toBeUndefined();
  });
});

describe('parseServerMessage', () => {
  const joined = { type: 'joined', id: ID, peers: [ID], population: 2 };

  it('reads 16 ids and refuses 17', () => {
    const withPeers = (count: number) =>
      JSON.stringify({ ...joined, peers: Array(count).fill(ID) });
    expect(parseServerMessage(withPeers(16))).toBeDefined();
    expect(parseServerMessage(withPeers(17))).toBeUndefined();
  });

  it.each([
    { ...joined, population: -1 },
    { ...joined, population: 1.5 },
    { ...joined, population: '2' },
    { ...joined, peers: 'none' },
    { ...joined, peers: [ID, 7] },
    { type: 'gone', id: 'x' },
    { type: 'relay', to: ID, payload: 'x' },
  ])('refuses %j', (message) => {
    expect(parseServerMessage(JSON.stringify(message))).toBeUndefined();
  });
});
