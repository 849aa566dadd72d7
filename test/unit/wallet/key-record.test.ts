import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../src/util/bytes.ts';
import { crc32 } from '../../../src/util/crc32.ts';
import { KEY_RECORD_MAX_BYTES } from '../../../src/util/limits.ts';
import { Random } from '../../../src/util/random.ts';
import {
  decodeKeyRecord,
  encodeKeyRecord,
  type KeyRecord,
  newKeyRecord,
  openAccount,
  type SealedSecret,
} from '../../../src/wallet/key-record.ts';
import { accountXpub } from '../../../src/wallet/keys.ts';
import { refusal } from '../../support/refusal.ts';
import { ACCOUNT } from '../../support/wallet-lab.ts';

const SEED = 39;
/** "abandon … about". */
const entropy = new Uint8Array(16);
const open = newKeyRecord(entropy, 1_700_000_000_000);

function sealedWith(change: Partial<SealedSecret>): KeyRecord {
  const sealed = {
    rounds: 600_000,
    salt: new Uint8Array(16).fill(1),
    nonce: new Uint8Array(12).fill(2),
    ciphertext: new Uint8Array(32).fill(3),
    ...change,
  };
  return { ...open, secret: { kind: 'sealed', sealed } };
}

describe('a record of keys', () => {
  it.each<[string, KeyRecord]>([
    ['open', open],
    ['sealed', sealedWith({})],
    ['of a watcher', { ...open, secret: { kind: 'none' } }],
  ])('that is %s is read as it was written', (_, record) => {
    expect(decodeKeyRecord(encodeKeyRecord(record))).toEqual(record);
  });

  it('opens its account, and no other', () => {
    expect(open.xpub).toBe(accountXpub(ACCOUNT));
    expect(openAccount(open, entropy).privateExtendedKey).toBe(ACCOUNT.privateExtendedKey);
    const other = new Uint8Array(16).fill(1);
    expect(refusal(() => openAccount(open, other))).toBe('codec:wallet-key-mismatch');
  });

  it(`is refused when any bit of it is not as it was, 3 kinds from seed ${SEED}`, () => {
    const random = new Random(SEED);
    for (const record of [open, sealedWith({}), { ...open, secret: { kind: 'none' } as const }]) {
      const bytes = encodeKeyRecord(record);
      for (let at = 0; at < bytes.length; at += 1) {
        const rotten = bytes.with(at, bytes[at]! ^ (1 << random.below(8)));
        expect(refusal(() => decodeKeyRecord(rotten))).toBe('codec:wallet-record-damaged');
        const cut = bytes.subarray(0, at);
        expect(refusal(() => decodeKeyRecord(cut))).toBe('codec:wallet-record-damaged');
      }
    }
  });

  it('from the future is told so', () => {
    const body = encodeKeyRecord(open).slice(0, -4);
    body[0] = 2;
    const checksum = new DataView(new ArrayBuffer(4));
    checksum.setUint32(
      0,
      crc32(body, crc32(new TextEncoder().encode('tabchain wallet key'))),
      true,
    );
    const later = concatBytes(body, new Uint8Array(checksum.buffer));
    expect(refusal(() => decodeKeyRecord(later))).toBe('codec:wallet-record-version');
  });

  it('has at most 1,024 bytes, whatever follows them', () => {
    const long = new Uint8Array(KEY_RECORD_MAX_BYTES + 1);
    long.set(encodeKeyRecord(open));
    expect(refusal(() => decodeKeyRecord(long))).toBe('codec:wallet-record-damaged');
    expect(encodeKeyRecord(sealedWith({})).length).toBeLessThan(KEY_RECORD_MAX_BYTES);
  });

  it.each([599_999, 10_000_001, 0, 0xffff_ffff])('asks for %d rounds in vain', (rounds) => {
    const bytes = encodeKeyRecord(sealedWith({ rounds }));
    expect(refusal(() => decodeKeyRecord(bytes))).toBe('codec:wallet-record-rounds');
  });

  it('takes 600,000 rounds and ten million', () => {
    for (const rounds of [600_000, 10_000_000]) {
      const record = sealedWith({ rounds });
      expect(decodeKeyRecord(encodeKeyRecord(record))).toEqual(record);
    }
  });

  it('with a sound checksum and a senseless content is refused', () => {
    const senseless: KeyRecord[] = [
      { ...open, secret: { kind: 'open', entropy: new Uint8Array(15) } },
      { ...open, xpub: 'xpub' },
      sealedWith({ ciphertext: new Uint8Array(65) }),
    ];
    const codes = senseless.map((record) =>
      refusal(() => decodeKeyRecord(encodeKeyRecord(record))),
    );
    expect(codes).toEqual([
      'codec:wallet-record-secret',
      'codec:account-key',
      'codec:bytes-too-long',
    ]);
  });
});
