import { describe, expect, it } from 'vitest';
import { heightMax } from '../../../src/net/greeting.ts';
import type { Hash } from '../../../src/consensus/types.ts';
import { encodeFrame, MessageType } from '../../../src/net/wire.ts';
import { toHex } from '../../../src/util/bytes.ts';
import { BlockLab } from '../../support/block-lab.ts';
import { type Foe, MAGIC, NetHarness } from '../../support/net-harness.ts';

function meet() {
  const harness = new NetHarness();
  const node = harness.node();
  return { harness, node, foe: harness.foe(node) };
}

describe('the greeting', () => {
  it('makes peers of two nodes that know one room', () => {
    const harness = new NetHarness();
    const [anna, bert] = [harness.node(), harness.node()];
    harness.join(anna, bert);
    expect([anna.peer.phase, bert.peer.phase]).toEqual(['ready', 'ready']);
    expect(anna.peer.key).toBe(toHex(bert.secrets.nodeKey));
    expect(bert.peer.version?.userAgent).toBe('/test:1/');
    expect([anna.peer.outbound, bert.peer.outbound]).toEqual([true, false]);
  });

  it('begins with the dialler: a stranger hears nothing', () => {
    const { foe } = meet();
    expect(foe.heard).toEqual([]);
    foe.hello();
    expect(foe.heard.map(({ name }) => name)).toEqual(['hello', 'version']);
  });

  it.each<readonly [string, string, (foe: Foe) => void]>([
    ['anything before hello', 'hello-first', (foe) => foe.say({ name: 'ping', nonce: 1n })],
    [
      'something unreadable before hello, unread',
      'hello-first',
      (foe) => foe.send(encodeFrame(MAGIC, MessageType.block, Uint8Array.of(1, 2, 3))),
    ],
    [
      'a type nobody knows before hello',
      'hello-first',
      (foe) => foe.say({ name: 'unknown', type: 99 }),
    ],
    [
      'a second hello',
      'hello-twice',
      (foe) => {
        foe.hello();
        foe.hello();
      },
    ],
    ['a hello after the greeting', 'hello-twice', (foe) => foe.greet().hello()],
    [
      'another room’s genesis',
      'hello-genesis',
      (foe) => foe.hello({ ...foe.secrets, genesisHash: '12'.repeat(32) as Hash }),
    ],
    [
      'a hello without the room’s key',
      'hello-proof',
      (foe) => foe.hello({ ...foe.secrets, linkKey: new Uint8Array(32) }),
    ],
    [
      'a question before its version',
      'version-first',
      (foe) => {
        foe.hello();
        foe.say({ name: 'ping', nonce: 1n });
      },
    ],
    [
      'a verack before its version',
      'version-first',
      (foe) => {
        foe.hello();
        foe.say({ name: 'verack' });
      },
    ],
    ['a second version', 'version-twice', (foe) => foe.greet().version()],
    [
      'a frame of another room',
      'frame-magic',
      (foe) => foe.send(encodeFrame(MAGIC ^ 1, MessageType.hello, Uint8Array.of())),
    ],
    ['a frame shorter than its header', 'frame-short', (foe) => foe.send(Uint8Array.of(1, 2, 3))],
  ])('ends at %s', (_, code, attack) => {
    const { node, foe } = meet();
    attack(foe);
    expect(foe.isDown).toBe(true);
    expect([node.refused, node.dropped]).toEqual([[code], [code]]);
    expect(node.network.peers.size).toBe(0);
  });

  it('ends when hello and version name different rooms', () => {
    const { node, foe } = meet();
    foe.hello();
    const fixed = { protocolVersion: 1, timestamp: 0, nonce: 1n, userAgent: '', startHeight: 0 };
    const genesisHash = '12'.repeat(32) as Hash;
    foe.say({ name: 'version', version: { ...fixed, genesisHash } });
    expect(node.refused).toEqual(['version-genesis']);
  });

  it('has five seconds, whoever has said what', () => {
    const { harness, node, foe } = meet();
    foe.hello();
    harness.pass(5);
    expect(foe.isDown).toBe(false);
    harness.pass(1);
    expect(node.dropped).toEqual(['hello-timeout']);
    expect(node.refused).toEqual([]);
  });

  it('ends both halves of a link to oneself, and blames nobody', () => {
    const { node, foe } = meet();
    foe.hello(node.secrets);
    expect(node.dropped).toEqual(['hello-self']);
    expect(node.refused).toEqual([]);
  });

  it('takes from a claim of height no more than time allows', () => {
    const { harness, node, foe } = meet();
    foe.greet(0xffff_ffff);
    expect(node.peer.claimedHeight).toBe(heightMax(harness.lab.params, harness.now));
  });
});

describe('the longest chain that can exist', () => {
  const { params } = new BlockLab();

  it('has a block for each spacing since genesis, a minute of clock, and a burst', () => {
    const hourLater = (params.genesisTime + 3_600) * 1000;
    expect(heightMax(params, hourLater)).toBe((3_600 + 60) / 10 + (64 * 120) / 10);
  });

  it('is never below zero', () => {
    expect(heightMax(params, 0)).toBe(0);
  });
});
