import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { IceError, readIce } from '../../../signaling-server/ice.ts';

const NOW = 1_700_000_000_500;
const SECRET = 'north';
const TURN = { TURN_URL: 'turn:relay.example:3478, turns:relay.example', TURN_SECRET: SECRET };

describe('readIce', () => {
  it('has nothing to tell where nothing is configured', () => {
    expect(readIce({})).toBeUndefined();
    expect(readIce({ ICE_SERVERS: '', TURN_URL: '', ICE_TRANSPORT_POLICY: 'all' })).toBeUndefined();
  });

  it('reads addresses with commas between them', () => {
    const source = readIce({ ICE_SERVERS: 'stun:a.example, stun:[::1]:3478' })!;
    const servers = [{ urls: ['stun:a.example', 'stun:[::1]:3478'] }];
    expect(source.offer(NOW)).toEqual({ servers, policy: 'all' });
    expect(source.renewalMs).toBeUndefined();
  });

  it('reads JSON as browsers take it', () => {
    const relay = { urls: ['turn:b.example?transport=tcp'], username: 'u', credential: 'c' };
    const source = readIce({ ICE_SERVERS: JSON.stringify([{ urls: 'stun:a.example' }, relay]) })!;
    expect(source.offer(NOW).servers).toEqual([{ urls: ['stun:a.example'] }, relay]);
  });

  it('gives each tab a name of its own that ends in twelve hours, and its password', () => {
    const source = readIce(TURN)!;
    const [first, second] = [source.offer(NOW), source.offer(NOW)];
    const { urls, username, credential } = first.servers[0]!;
    expect(urls).toEqual(['turn:relay.example:3478', 'turns:relay.example']);
    expect(username).toMatch(/^1700043200:[0-9a-f]{12}$/);
    expect(credential).toBe(createHmac('sha1', SECRET).update(username!).digest('base64'));
    expect(second.servers[0]!.username).not.toBe(username);
    expect(JSON.stringify(first)).not.toContain(SECRET);
  });

  it('renews before what was told ends', () => {
    expect(readIce(TURN)!.renewalMs).toBe(6 * 3_600_000);
    expect(readIce(TURN, 60)!.renewalMs).toBe(30_000);
  });

  it('hides addresses behind a relay where it is told so', () => {
    expect(readIce({ ...TURN, ICE_TRANSPORT_POLICY: 'relay' })!.offer(NOW).policy).toBe('relay');
  });

  it.each([
    [{ TURN_URL: 'turn:x' }, 'TURN_URL and TURN_SECRET belong together'],
    [{ TURN_SECRET: 'x' }, 'TURN_URL and TURN_SECRET belong together'],
    [{ ICE_TRANSPORT_POLICY: 'none' }, 'ICE_TRANSPORT_POLICY is "all" or "relay"'],
    [{ ICE_TRANSPORT_POLICY: 'relay' }, 'lets no tab link without a TURN server'],
    [{ ICE_SERVERS: 'stun:x', ICE_TRANSPORT_POLICY: 'relay' }, 'without a TURN server'],
    [{ ICE_SERVERS: '[{' }, 'begins like JSON'],
    [{ ICE_SERVERS: '[7]' }, 'name at most 8 servers'],
    [{ ICE_SERVERS: '[null]' }, 'name at most 8 servers'],
    [{ ICE_SERVERS: '["stun:x"]' }, 'name at most 8 servers'],
    [{ ICE_SERVERS: 'x.example' }, 'of the form stun:host:port'],
    [{ ICE_SERVERS: 'https://x.example' }, 'of the form stun:host:port'],
    [{ ICE_SERVERS: 'stun:x,' }, 'of the form stun:host:port'],
    [{ ICE_SERVERS: 'turn:x.example' }, 'needs a username and a credential'],
    [{ ICE_SERVERS: '[{"urls":"turn:x","username":"u"}]' }, 'needs a username'],
    [{ ...TURN, TURN_URL: 'relay.example' }, 'of the form stun:host:port'],
  ])('refuses %j with a sentence', (environment, sentence) => {
    expect(() => readIce(environment)).toThrow(IceError);
    expect(() => readIce(environment)).toThrow(sentence);
  });
});
