import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  candidatesOf,
  packDescription,
  unpackDescription,
} from '../../../../src/adapters/transport/compact-description.ts';
import { fingerprintOf } from '../../../../src/adapters/transport/session-description.ts';
import { concatBytes } from '../../../../src/util/bytes.ts';
import { CodecError } from '../../../../src/util/codec-error.ts';
import { Reader } from '../../../../src/util/codec.ts';
import { CHROMIUM_SDP, FINGERPRINT, FIREFOX_SDP } from '../../../support/browser-sdp.ts';

const CANDIDATES_MAX = 8;

const through = (sdp: string, kind: 'offer' | 'answer' = 'offer') =>
  unpackDescription(new Reader(packDescription(sdp)!), kind);
const withLine = (line: string) => CHROMIUM_SDP.replace('a=mid:0', `${line}\r\na=mid:0`);
const hostLine = (index: number) =>
  `a=candidate:${index} 1 udp 1 10.0.0.${index} ${5_000 + index} typ host`;

describe('compact description', () => {
  it('rebuilds what Chromium described, and nothing else', () => {
    expect(through(CHROMIUM_SDP).split('\r\n')).toEqual([
      'v=0',
      'o=- 1 2 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=group:BUNDLE 0',
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      'c=IN IP4 0.0.0.0',
      'a=ice-ufrag:BWy2',
      'a=ice-pwd:avIvm8y7/uBUx9BkYpKcDVdI',
      `a=fingerprint:sha-256 ${FINGERPRINT}`,
      'a=setup:actpass',
      'a=mid:0',
      'a=sctp-port:5000',
      'a=max-message-size:262144',
      'a=candidate:1 1 udp 2130706431 ba1720bb-5b07-4599-a121-ce2775b8a824.local 43940 typ host',
      'a=candidate:2 1 udp 2130706175 192.168.1.7 47081 typ host',
      'a=candidate:3 1 udp 2130705919 2001:db8:0:0:0:0:0:7 47082 typ host',
      'a=candidate:4 1 udp 1694498047 203.0.113.9 47081 typ srflx raddr 0.0.0.0 rport 0',
      'a=candidate:5 1 udp 16776191 198.51.100.4 61000 typ relay raddr 0.0.0.0 rport 0',
      '',
    ]);
  });

  it('rebuilds what Firefox described', () => {
    const rebuilt = through(FIREFOX_SDP, 'answer');
    expect(rebuilt).toContain('a=ice-ufrag:89abcdef\r\n');
    expect(rebuilt).toContain('a=ice-pwd:0123456789abcdef0123456789abcdef\r\n');
    expect(rebuilt).toContain('a=setup:active\r\n');
    expect(candidatesOf(rebuilt)).toHaveLength(2);
    expect(fingerprintOf(rebuilt)).toEqual(fingerprintOf(FIREFOX_SDP));
  });

  it('says again what it was told, byte for byte', () => {
    for (const sdp of [CHROMIUM_SDP, FIREFOX_SDP]) {
      expect(packDescription(through(sdp))).toEqual(packDescription(sdp));
    }
  });

  it('takes about a hundred bytes with two hosts', () => {
    expect(packDescription(FIREFOX_SDP)!.length).toBe(1 + 8 + 1 + 32 + 32 + 1 + 2 * 19);
  });

  it('keeps 8 candidates, those that lead furthest first', () => {
    const hosts = Array.from({ length: 20 }, (_, index) => hostLine(index + 1)).join('\r\n');
    const kept = candidatesOf(through(withLine(hosts)));
    expect(kept).toHaveLength(CANDIDATES_MAX);
    expect(kept.filter((line) => / typ (srflx|relay)/.test(line))).toHaveLength(2);
  });

  it.each([
    hostLine(1).replace(' 1 udp', ' 2 udp'),
    hostLine(1).replace('udp', 'tcp'),
    hostLine(1).replace('10.0.0.1', 'router.local'),
    hostLine(1).replace('5001', '0'),
    hostLine(1).replace('5001', '65536'),
    hostLine(1).replace('host', 'prflx'),
    'a=candidate:842163049 1 udp 7 203.0.113.9 47081 typ srflx',
    'a=candidate:1 1 udp 1 ba1720bb-5b07-4599-a121-ce2775b8a825.local 43940 typ srflx',
  ])('leaves out %s', (line) => {
    expect(packDescription(withLine(line))).toEqual(packDescription(CHROMIUM_SDP));
  });

  it.each([
    ['without a name', CHROMIUM_SDP.replace('a=ice-ufrag:BWy2', 'a=x')],
    ['with a name too short', CHROMIUM_SDP.replace('BWy2', 'BWy')],
    ['with a name of other letters', CHROMIUM_SDP.replace('BWy2', 'BW-2')],
    ['without a password', CHROMIUM_SDP.replace('a=ice-pwd', 'a=x')],
    ['with a password too long', CHROMIUM_SDP.replace('avIv', 'a'.repeat(45))],
    ['without a fingerprint', CHROMIUM_SDP.replace('a=fingerprint', 'a=x')],
    ['under another name of its section', CHROMIUM_SDP.replace('a=mid:0', 'a=mid:data')],
  ])('cannot say one %s', (_, sdp) => {
    expect(packDescription(sdp)).toBeUndefined();
  });
});

describe('a compact description from outside', () => {
  const sound = packDescription(FIREFOX_SDP)!;
  const COUNT_AT = 1 + 8 + 1 + 32 + 32;
  const altered = (at: number, value: number) => sound.with(at, value);
  const read = (bytes: Uint8Array) => unpackDescription(new Reader(bytes), 'offer');
  const readOrRefuse = (bytes: Uint8Array) => {
    try {
      return read(bytes);
    } catch (error) {
      if (error instanceof CodecError) return undefined;
      throw error;
    }
  };

  it('is refused wherever it is cut', () => {
    for (let length = 0; length < sound.length; length += 1) {
      expect(() => read(sound.slice(0, length))).toThrow(CodecError);
    }
  });

  it.each([
    ['a name too short', altered(0, 3)],
    ['a name too long', concatBytes(Uint8Array.of(33), new Uint8Array(200).fill(0x61))],
    ['a line break in the name', altered(1, 0x0a)],
    ['a line break in the password', altered(10, 0x0d)],
    ['a letter beyond ASCII', altered(1, 0xe4)],
    ['nine candidates', concatBytes(altered(COUNT_AT, CANDIDATES_MAX + 1), new Uint8Array(300))],
    ['a kind that does not exist', altered(COUNT_AT + 1, 9)],
    ['an mDNS name of a relay', altered(COUNT_AT + 1, 6)],
    ['port 0', altered(COUNT_AT + 18, 0).with(COUNT_AT + 19, 0)],
  ])('is refused with %s', (_, bytes) => {
    expect(() => read(bytes)).toThrow(CodecError);
  });

  it('is refused or read, and what was read is said again the same, whatever came', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { maxLength: 4 })
        .map((changes) => changes.reduce((sum, [at, value]) => sum.with(at, value), sound)),
    );
    const property = fc.property(bytes, (input) => {
      const sdp = readOrRefuse(input);
      if (sdp === undefined) return true;
      const again = unpackDescription(new Reader(packDescription(sdp)!), 'offer');
      // Candidates that are told twice are said once.
      return candidatesOf(again).length <= candidatesOf(sdp).length && again.length > 0;
    });
    fc.assert(property, { numRuns: 3_000 });
  });

  it('leaves what follows it to its reader', () => {
    const reader = new Reader(concatBytes(sound, Uint8Array.of(1, 2)));
    unpackDescription(reader, 'offer');
    expect(reader.remaining).toBe(2);
  });
});
