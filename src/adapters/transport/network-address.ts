/**
 * Addresses of ICE candidates as bytes: IPv4, IPv6, and the random names by which browsers hide
 * addresses of their own network from pages (draft-ietf-mmusic-mdns-ice-candidates).
 */

import { assert } from '../../util/assert.ts';
import { fromHex, toHex } from '../../util/bytes.ts';

export const FAMILIES = ['mdns', 'ipv4', 'ipv6'] as const;
export type Family = (typeof FAMILIES)[number];

export interface NetworkAddress {
  readonly family: Family;
  /** 4 bytes for IPv4, 16 for the others. */
  readonly address: Uint8Array;
}

const MDNS_NAME = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\.local$/;
const IPV6_GROUPS = 8;

/** Undefined for anything else; also for IPv6 with a zone or an embedded IPv4 address. */
export function addressBytes(text: string): NetworkAddress | undefined {
  const name = MDNS_NAME.exec(text);
  if (name) return { family: 'mdns', address: fromHex(name.slice(1).join('')) };
  const ipv4 = parseIpv4(text);
  if (ipv4) return { family: 'ipv4', address: ipv4 };
  const ipv6 = parseIpv6(text);
  return ipv6 && { family: 'ipv6', address: ipv6 };
}

export function addressText(family: Family, address: Uint8Array): string {
  assert(address.length === (family === 'ipv4' ? 4 : 16), 'an address of its family');
  if (family === 'ipv4') return address.join('.');
  const hex = toHex(address);
  if (family === 'ipv6') return hex.match(/..../g)!.map(shortGroup).join(':');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return `${[...parts, hex.slice(20)].join('-')}.local`;
}

function shortGroup(group: string): string {
  return group.replace(/^0{1,3}/, '');
}

function parseIpv4(text: string): Uint8Array | undefined {
  const parts = text.split('.');
  const isSound = parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 0xff);
  return parts.length === 4 && isSound ? Uint8Array.from(parts, Number) : undefined;
}

/** RFC 4291, 2.2: eight groups, of which one run of zeros may be left out as `::`. */
function parseIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = IPV6_GROUPS - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(tail ? missing : 0).fill('0'), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return fromHex(groups.map((group) => group.toLowerCase().padStart(4, '0')).join(''));
}
