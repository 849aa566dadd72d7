/**
 * An SDP of one data channel in about a hundred bytes, small enough for a picture that a phone
 * reads. Only what differs from one connection to the next is written; the rest of the SDP
 * (RFC 8866, RFC 8841) is rebuilt in the one form that Chromium and Firefox both take.
 *
 *   ufrag(1 + n) ‖ pwd(1 + n) ‖ fingerprint(32) ‖ count(1) ‖ candidates
 *   candidate = kind(1) ‖ address(4, or 16 for IPv6 and for mDNS names) ‖ port(2)
 *
 * Priorities are not carried: both sides take them from the order (RFC 8445, 5.1.2).
 */

import { toHex } from '../../util/bytes.ts';
import { CodecError } from '../../util/codec-error.ts';
import { Reader, Writer } from '../../util/codec.ts';
import { CANDIDATES_MAX } from '../../util/limits.ts';
import { addressBytes, addressText, type Family, FAMILIES } from './network-address.ts';
import { FINGERPRINT_BYTES, fingerprintOf } from './session-description.ts';

interface Candidate {
  readonly type: CandidateType;
  readonly family: Family;
  readonly address: Uint8Array;
  readonly port: number;
}

interface Credential {
  readonly name: string;
  readonly min: number;
  /** RFC 8839 allows 256; browsers write 4 to 8, and 24 to 32. */
  readonly max: number;
}

const TYPES = ['host', 'srflx', 'relay'] as const;
type CandidateType = (typeof TYPES)[number];

/** RFC 8445, 5.1.2.2. */
const TYPE_PREFERENCE: Readonly<Record<CandidateType, number>> = {
  host: 126,
  srflx: 100,
  relay: 0,
};
const UFRAG: Credential = { name: 'ice-ufrag', min: 4, max: 32 };
const PASSWORD: Credential = { name: 'ice-pwd', min: 22, max: 64 };
const CANDIDATE_LINE = /^a=candidate:\S+ 1 udp \d+ (\S+) (\d+) typ (host|srflx|relay)\b/i;

/** Undefined when the browser describes something that the compact form cannot say. */
export function packDescription(sdp: string): Uint8Array | undefined {
  const [ufrag, password] = [UFRAG, PASSWORD].map((credential) => credentialOf(sdp, credential));
  const fingerprint = fingerprintOf(sdp);
  if (!ufrag || !password || !fingerprint || !/^a=mid:0\r?$/m.test(sdp)) return undefined;
  const candidates = chooseCandidates(sdp);
  const writer = new Writer();
  for (const text of [ufrag, password]) {
    writer.u8(text.length);
    writer.bytes(new TextEncoder().encode(text));
  }
  writer.bytes(fingerprint);
  writer.u8(candidates.length);
  for (const candidate of candidates) writeCandidate(writer, candidate);
  return writer.finish();
}

/** Rebuilds the SDP and leaves what follows unread. Throws a CodecError. */
export function unpackDescription(reader: Reader, kind: 'offer' | 'answer'): string {
  const ufrag = readCredential(reader, UFRAG);
  const password = readCredential(reader, PASSWORD);
  const fingerprint = reader.copyBytes(FINGERPRINT_BYTES);
  const count = reader.u8();
  if (count > CANDIDATES_MAX) throw new CodecError('description-candidates', `${count} of them`);
  const candidates = Array.from({ length: count }, () => readCandidate(reader));
  return [
    'v=0',
    'o=- 1 2 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${password}`,
    `a=fingerprint:sha-256 ${hexPairs(fingerprint)}`,
    `a=setup:${kind === 'offer' ? 'actpass' : 'active'}`,
    'a=mid:0',
    'a=sctp-port:5000',
    'a=max-message-size:262144',
    ...candidates.map(candidateLine),
    '',
  ].join('\r\n');
}

/** The `a=candidate` lines of an SDP, as browsers take them one by one. */
export function candidatesOf(sdp: string): string[] {
  return sdp.split(/\r?\n/).flatMap((line) => (isCandidate(line) ? [line.slice('a='.length)] : []));
}

function isCandidate(line: string): boolean {
  return line.startsWith('a=candidate:');
}

function credentialOf(sdp: string, { name, min, max }: Credential): string | undefined {
  const pattern = new RegExp(`^a=${name}:([A-Za-z0-9+/]{${min},${max}})\\r?$`, 'm');
  return pattern.exec(sdp)?.[1];
}

function readCredential(reader: Reader, { name, min, max }: Credential): string {
  const length = reader.u8();
  const text = String.fromCharCode(...reader.bytes(length));
  const isSound = length >= min && length <= max && /^[A-Za-z0-9+/]*$/.test(text);
  if (!isSound) throw new CodecError(`description-${name}`, `${length} characters`);
  return text;
}

/**
 * Those that lead furthest are kept first: a machine of many interfaces may have more host
 * candidates than fit, and no two relays are needed to be reached.
 */
function chooseCandidates(sdp: string): Candidate[] {
  const seen = new Set<string>();
  const all = candidatesOf(sdp).flatMap((line) => {
    const candidate = parseCandidate(`a=${line}`);
    if (candidate === undefined || !isNew(seen, candidateKey(candidate))) return [];
    return [candidate];
  });
  const far = all.filter(({ type }) => type !== 'host').slice(0, CANDIDATES_MAX / 2);
  const near = all.filter(({ type }) => type === 'host').slice(0, CANDIDATES_MAX - far.length);
  return [...near, ...far];
}

/** TCP candidates and names that are no mDNS names are of no use to another browser. */
function parseCandidate(line: string): Candidate | undefined {
  const [, text, portText, type] = CANDIDATE_LINE.exec(line) ?? [];
  const found = text === undefined ? undefined : addressBytes(text);
  const port = Number(portText);
  if (!found || port < 1 || port > 0xffff) return undefined;
  if (found.family === 'mdns' && type !== 'host') return undefined;
  return { ...found, type: type!.toLowerCase() as CandidateType, port };
}

function candidateKey({ type, family, address, port }: Candidate): string {
  return [type, family, toHex(address), port].join(' ');
}

function isNew(seen: Set<string>, key: string): boolean {
  const size = seen.size;
  return seen.add(key).size > size;
}

function writeCandidate(writer: Writer, { type, family, address, port }: Candidate): void {
  writer.u8(TYPES.indexOf(type) * FAMILIES.length + FAMILIES.indexOf(family));
  writer.bytes(address);
  writer.u16(port);
}

function readCandidate(reader: Reader): Candidate {
  const kind = reader.u8();
  const type = TYPES[Math.floor(kind / FAMILIES.length)];
  const family = FAMILIES[kind % FAMILIES.length]!;
  if (type === undefined || (family === 'mdns' && type !== 'host')) {
    throw new CodecError('description-candidate', `kind ${kind}`);
  }
  const address = reader.copyBytes(family === 'ipv4' ? 4 : 16);
  const port = reader.u16();
  if (port === 0) throw new CodecError('description-candidate', 'port 0');
  return { type, family, address, port };
}

function candidateLine({ type, family, address, port }: Candidate, index: number): string {
  const priority = TYPE_PREFERENCE[type] * 2 ** 24 + (0xffff - index) * 2 ** 8 + 0xff;
  const base = family === 'ipv6' ? ' raddr :: rport 0' : ' raddr 0.0.0.0 rport 0';
  const place = `${addressText(family, address)} ${port} typ ${type}`;
  return `a=candidate:${index + 1} 1 udp ${priority} ${place}${type === 'host' ? '' : base}`;
}

function hexPairs(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase().match(/../g)!.join(':');
}
