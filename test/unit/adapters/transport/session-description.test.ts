import { describe, expect, it } from 'vitest';
import {
  encodeDescription,
  fingerprintOf,
  parseDescription,
} from '../../../../src/adapters/transport/session-description.ts';

const PRINT = Array.from({ length: 32 }, (_, index) => (index + 0xa0).toString(16)).join(':');
const SDP = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=candidate:1 1 udp 1 4f.local 5000 typ host',
  `a=fingerprint:sha-256 ${PRINT.toUpperCase()}`,
  '',
].join('\r\n');
const SDP_CANDIDATES_MAX = 64;
const CONN_ID = '0123456789abcdef';

const described = (sdp: unknown, connId: unknown = CONN_ID) => JSON.stringify({ connId, sdp });

describe('session description', () => {
  it('reads back what it wrote', () => {
    const description = { connId: CONN_ID, sdp: SDP };
    expect(parseDescription(encodeDescription(description))).toEqual(description);
  });

  it('reads the fingerprint in either case', () => {
    const expected = Uint8Array.from({ length: 32 }, (_, index) => index + 0xa0);
    expect(fingerprintOf(SDP)).toEqual(expected);
    expect(fingerprintOf(SDP.replace(PRINT.toUpperCase(), PRINT))).toEqual(expected);
  });

  it('reads 64 candidates, and nothing that has one more', () => {
    const candidate = 'a=candidate:1 1 udp 1 4f.local 5000 typ host\r\n';
    const most = SDP + candidate.repeat(SDP_CANDIDATES_MAX - 1);
    expect(parseDescription(described(most))).toEqual({ connId: CONN_ID, sdp: most });
    expect(parseDescription(described(most + candidate))).toBeUndefined();
  });

  const line = `a=fingerprint:sha-256 ${PRINT}\r\n`;

  it.each([
    ['nothing', ''],
    ['no object', 'null'],
    ['no attempt', JSON.stringify({ sdp: SDP })],
    ['a long attempt', described(SDP, `${CONN_ID}0`)],
    ['an SDP that is no text', described({ sdp: SDP })],
    ['1 MB', described(SDP + 'a'.repeat(1_000_000))],
    ['no fingerprint', described(SDP.replace(/a=fingerprint.*\r\n/, ''))],
    ['two fingerprints', described(SDP + line)],
    ['a second one in capitals', described(SDP + line.toUpperCase().replace('A=', 'a='))],
    ['a second one of another hash', described(`${SDP}a=fingerprint:sha-1 ${PRINT}\r\n`)],
    ['only another hash', described(SDP.replace('sha-256', 'sha-512'))],
    ['a short fingerprint', described(SDP.replace(':BF', ''))],
    ['no media', described(SDP.replace('m=application', 'x=application'))],
    ['a call', described(SDP.replace('m=application', 'm=audio'))],
    ['a call besides', described(`${SDP}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n`)],
  ])('refuses %s', (_name, text) => {
    expect(parseDescription(text)).toBeUndefined();
  });
});
