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

describe('servers for ICE', () => {
  const stun = { urls: ['stun:a.example:3478'] };
  const turn = { urls: ['turn:a.example'], username: 'u', credential: 'c' };
  const serversOf = (count: number) => Array.from({ length: count }, () => stun);
  const parse = (servers: unknown, policy: unknown = 'all') =>
    parseServerMessage(JSON.stringify({ type: 'ice', servers, policy }));

  it.each([
    [[], 'all'],
    [[stun, turn], 'relay'],
    [[{ ...turn, urls: ['turn:1.2.3.4:65535?transport=udp', 'turns:[2001:db8::1]:443'] }], 'all'],
  ])('reads %j', (servers, policy) => {
    expect(parse(servers, policy)).toEqual({ type: 'ice', servers, policy });
  });

  it.each([
    ['8 servers', serversOf(8), serversOf(9)],
    ['4 addresses', [{ urls: Array(4).fill('stun:x') }], [{ urls: Array(5).fill('stun:x') }]],
    [
      'addresses of 280 characters',
      [{ ...turn, urls: [`turn:${'[' + ':'.repeat(45) + ']'}:65535?transport=udp`] }],
      [{ urls: [`stun:${'x'.repeat(276)}`] }],
    ],
    [
      'names and passwords of 512 characters',
      [{ ...turn, username: 'u'.repeat(512) }],
      [{ ...turn, username: 'u'.repeat(513) }],
    ],
  ])('takes %s and no more', (_, most, more) => {
    expect(parse(most)).toBeDefined();
    expect(parse(more)).toBeUndefined();
  });

  it.each([
    'stun:x',
    ['stun:x'],
    [null],
    [{}],
    [{ urls: [] }],
    [{ urls: 'stun:x' }],
    [{ urls: ['http://x'] }],
    [{ urls: ['stuns:x'] }],
    [{ urls: ['STUN:x'] }],
    [{ urls: ['stun:'] }],
    [{ urls: ['stun:x:0'] }],
    [{ urls: ['stun:x:65536'] }],
    [{ urls: ['stun:x?transport=udp'] }],
    [{ urls: ['stun:x y'] }],
    [{ urls: ['stun:x/'] }],
    [{ urls: ['stun:u@x'] }],
    [{ urls: ['turn:x'] }],
    [{ ...turn, urls: ['turn:x?transport=sctp'] }],
    [{ ...turn, credential: '' }],
    [{ ...turn, credential: 7 }],
    [{ urls: turn.urls, username: 'u' }],
    [{ ...turn, credentialType: 'oauth' }],
  ])('refuses %j', (servers) => {
    expect(parse(servers)).toBeUndefined();
  });

  it('refuses a policy of its own', () => {
    expect(parse([stun], 'none')).toBeUndefined();
    expect(parse([stun], ['all'])).toBeUndefined();
  });
});
