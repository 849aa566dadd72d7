/**
 * What two tabs tell each other to open a link: an attempt's name and one complete SDP (RFC 8866).
 * It comes from a member of the room, who may be hostile all the same, so only a description of one
 * data channel under one SHA-256 fingerprint reaches the browser.
 */

import { SDP_CANDIDATES_MAX, SIGNAL_MAX_BYTES } from '../../util/limits.ts';

export interface Description {
  /** 16 hex digits, chosen by the dialler for each attempt: a late answer matches no other one. */
  readonly connId: string;
  readonly sdp: string;
}

export const FINGERPRINT_BYTES = 32;

const FINGERPRINT = /^a=fingerprint:sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i;

export function encodeDescription({ connId, sdp }: Description): string {
  return JSON.stringify({ connId, sdp });
}

/** Undefined when anything about it is not as we would have written it. */
export function parseDescription(text: string): Description | undefined {
  const { connId, sdp } = (parseObject(text) ?? {}) as Record<string, unknown>;
  if (typeof connId !== 'string' || !/^[0-9a-f]{16}$/.test(connId)) return undefined;
  if (typeof sdp !== 'string' || sdp.length > SIGNAL_MAX_BYTES) return undefined;
  if (!hasFewCandidates(sdp)) return undefined;
  return isOneDataChannel(sdp) && fingerprintOf(sdp) ? { connId, sdp } : undefined;
}

/** The 32 bytes of the only fingerprint; undefined when there is none, or another besides. */
export function fingerprintOf(sdp: string): Uint8Array | undefined {
  const lines = linesOf(sdp).filter((line) => /^a=fingerprint:/i.test(line));
  const hex = lines.length === 1 && FINGERPRINT.exec(lines[0]!)?.[1];
  if (!hex) return undefined;
  return Uint8Array.from(hex.split(':'), (byte) => Number.parseInt(byte, 16));
}

/** A media section would make the browser set up codecs for a call nobody asked for. */
function isOneDataChannel(sdp: string): boolean {
  const media = linesOf(sdp).filter((line) => line.startsWith('m='));
  return media.length === 1 && media[0]!.startsWith('m=application ');
}

/** To each of them the browser would send packets, wherever it may be. */
function hasFewCandidates(sdp: string): boolean {
  const candidates = linesOf(sdp).filter((line) => /^a=candidate:/i.test(line));
  return candidates.length <= SDP_CANDIDATES_MAX;
}

function linesOf(sdp: string): string[] {
  return sdp.split(/\r\n|\r|\n/);
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
