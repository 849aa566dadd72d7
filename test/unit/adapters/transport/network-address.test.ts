import { describe, expect, it } from 'vitest';
import { addressBytes, addressText } from '../../../../src/adapters/transport/network-address.ts';
import { fromHex } from '../../../../src/util/bytes.ts';

const MDNS = 'e412e1b0-5060-46d1-af72-407fb24b438b.local';

describe('network addresses', () => {
  it.each([
    ['mdns', MDNS, MDNS.replaceAll(/-|\.local/g, '')],
    ['ipv4', '192.168.0.255', 'c0a800ff'],
    ['ipv4', '0.0.0.0', '00000000'],
    ['ipv6', '2001:db8:0:0:0:0:0:1', `20010db8${'0'.repeat(23)}1`],
    ['ipv6', '0:0:0:0:0:0:0:0', '0'.repeat(32)],
  ] as const)('%s %s is written and read back', (family, text, hex) => {
    expect(addressBytes(text)).toEqual({ family, address: fromHex(hex) });
    expect(addressText(family, fromHex(hex))).toBe(text);
  });

  it.each([
    ['::1', '0:0:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['fe80::', 'fe80:0:0:0:0:0:0:0'],
    ['2001:DB8::a:0:b', '2001:db8:0:0:0:a:0:b'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ])('%s is the same as %s', (short, long) => {
    expect(addressText('ipv6', addressBytes(short)!.address)).toBe(long);
  });

  it.each([
    '',
    'example.local',
    'localhost',
    MDNS.toUpperCase(),
    `x${MDNS}`,
    `${MDNS}.`,
    MDNS.replace('-', ''),
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.04',
    '1.2.3.-4',
    '1.2.3.4 ',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1:2:3:4:5:6:7:g',
    '12345::',
    'fe80::1%eth0',
    '::ffff:1.2.3.4',
  ])('%j is none', (text) => {
    expect(addressBytes(text)).toBeUndefined();
  });
});
