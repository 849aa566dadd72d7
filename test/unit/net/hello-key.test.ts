import { describe, expect, it } from 'vitest';
import { makeHello } from '../../../src/net/handshake.ts';
import { keyOfHello } from '../../../src/net/hello-key.ts';
import { encodeMessage } from '../../../src/net/messages.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { keyOf, MAGIC, NetHarness } from '../../support/net-harness.ts';

function helloOf(seed: number) {
  const { genesisHash } = new NetHarness().lab.params;
  const secrets = { genesisHash, linkKey: new Uint8Array(32), ...keyOf(seed) };
  const facts = { binding: new Uint8Array(64), ownNonce: new Uint8Array(32) };
  const hello = makeHello(secrets, facts, 'dialler');
  return { key: toHex(secrets.nodeKey), bytes: encodeMessage(MAGIC, { name: 'hello', hello }) };
}

describe('the key of a hello', () => {
  it('is the one that it names', () => {
    const { key, bytes } = helloOf(5);
    expect(keyOfHello(bytes, MAGIC)).toBe(key);
  });

  it.each([
    ['of another room', helloOf(5).bytes, MAGIC + 1],
    ['that is cut short', helloOf(5).bytes.subarray(0, -1), MAGIC],
    ['that is another message', encodeMessage(MAGIC, { name: 'verack' }), MAGIC],
    ['that is nothing', new Uint8Array(), MAGIC],
  ])('is none where the message is one %s', (_, bytes, magic) => {
    expect(keyOfHello(bytes, magic)).toBeUndefined();
  });
});
