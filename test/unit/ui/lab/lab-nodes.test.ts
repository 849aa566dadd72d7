import { describe, expect, it } from 'vitest';
import type { PeerRow } from '../../../../src/node/api.ts';
import { partsOf, stageOf } from '../../../../src/ui/lab/lab-nodes.ts';
import { createFakeLaboratory } from '../../../support/fake-laboratory.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

const ROOM = FIXTURES.room;

function rowOf(key: string): PeerRow {
  return { ...ROOM.peers[0]!, key, name: `peer ${key}` };
}

describe('who stands on the stage', () => {
  it('is this tab, the virtual nodes, and the peers in other tabs, each once', async () => {
    const lab = createFakeLaboratory();
    await lab.add(2);
    const [first, second] = lab.snapshot().nodes;
    const peers = [rowOf(first!.nodeKey.slice(0, 8)), rowOf(second!.nodeKey.slice(0, 8))];
    const own = { ...ROOM, peers: [...peers, rowOf('c0ffee00')] };
    const { nodes, links, unseen } = stageOf(lab.snapshot(), own);
    expect(nodes.map(({ ref, kind }) => `${kind} ${ref}`)).toEqual([
      'self self',
      'virtual lab-1',
      'virtual lab-2',
      'peer c0ffee00',
    ]);
    expect(links.at(-1)).toMatchObject({ from: 'self', to: 'c0ffee00', isOurs: false });
    expect(unseen).toBe(0);
  });

  it('leaves out peers beyond the sixth, and says how many', () => {
    const peers = Array.from({ length: 9 }, (_, at) => rowOf(`${at}`.repeat(8)));
    const { nodes, unseen } = stageOf(createFakeLaboratory().snapshot(), { ...ROOM, peers });
    expect([nodes.length, unseen]).toEqual([7, 3]);
  });

  it('takes a link to another tab that the laboratory tells of for one that it can cut', () => {
    const told = { from: 'self', to: 'c0ffee00', state: 'cut', messages: 0, sizeBytes: 0 } as const;
    const lab = { ...createFakeLaboratory().snapshot(), links: [told] };
    const { links } = stageOf(lab, { ...ROOM, peers: [rowOf('c0ffee00')] });
    expect(links).toEqual([
      { from: 'self', to: 'c0ffee00', state: 'cut', messages: 0, isOurs: true },
    ]);
  });

  it('keeps a peer in sight whose link was cut, under its name', () => {
    const lab = createFakeLaboratory().snapshot();
    const cut = (to: string) =>
      ({ from: 'self', to, state: 'cut', messages: 0, sizeBytes: 0 }) as const;
    const stage = stageOf(
      { ...lab, links: [cut('c0ffee00'), cut('room')] },
      { ...ROOM, peers: [] },
      new Map([['c0ffee00', 'Moth']]),
    );
    expect(stage.nodes.slice(1)).toMatchObject([{ ref: 'c0ffee00', kind: 'peer', name: 'Moth' }]);
    expect(stage.links).toMatchObject([{ to: 'c0ffee00', state: 'cut', isOurs: true }]);
    // It may have a way around, in another tab.
    expect(partsOf(stage)).toHaveLength(1);
  });

  it('knows no height of a node that starts', async () => {
    const lab = createFakeLaboratory();
    await lab.add(1);
    const snapshot = lab.snapshot();
    const nodes = snapshot.nodes.map((node) => ({ ...node, state: 'starting' as const }));
    const stage = stageOf({ ...snapshot, nodes }, { ...ROOM, peers: [] });
    expect(stage.nodes[1]).toMatchObject({ height: -1, tip: '', state: 'starting' });
  });
});

describe('parts', () => {
  const own = { ...ROOM, peers: [] };

  it('are those who reach each other, this tab’s first', async () => {
    const lab = createFakeLaboratory();
    await lab.add(4);
    lab.partition([
      ['self', 'lab-4'],
      ['lab-1', 'lab-2', 'lab-3'],
    ]);
    const parts = partsOf(stageOf(lab.snapshot(), own));
    expect(parts.map((part) => part.map(({ ref }) => ref))).toEqual([
      ['self', 'lab-4'],
      ['lab-1', 'lab-2', 'lab-3'],
    ]);
  });

  it('are one while every cut has a way around', async () => {
    const lab = createFakeLaboratory();
    await lab.add(3);
    lab.cut('self', 'lab-1');
    expect(partsOf(stageOf(lab.snapshot(), own))).toHaveLength(1);
  });

  it('have who was never linked wait beside this tab', async () => {
    const lab = createFakeLaboratory();
    await lab.add(3);
    lab.partition([
      ['self', 'lab-3'],
      ['lab-1', 'lab-2'],
    ]);
    const links = lab.snapshot().links.filter(({ from, to }) => ![from, to].includes('lab-3'));
    const parts = partsOf(stageOf({ ...lab.snapshot(), links }, own));
    expect(parts.map((part) => part.map(({ ref }) => ref))).toEqual([
      ['self', 'lab-3'],
      ['lab-1', 'lab-2'],
    ]);
  });
});
