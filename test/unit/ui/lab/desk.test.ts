import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { NodeSnapshot } from '../../../../src/node/api.ts';
import { createDesk } from '../../../../src/ui/lab/desk.ts';
import { SECRET } from '../../../../src/ui/lab/experiments/secret.ts';
import { SPLIT } from '../../../../src/ui/lab/experiments/split.ts';
import { createFakeLaboratory } from '../../../support/fake-laboratory.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';
import { untilQuiet } from '../../../support/lab-run.ts';

function deskOf() {
  const lab = createFakeLaboratory();
  const opened: number[] = [];
  const held: boolean[] = [];
  const own = signal<NodeSnapshot | undefined>({ ...FIXTURES.sandbox, tip: lab.own.tip });
  const desk = createDesk({
    own,
    open: async () => {
      opened.push(1);
      return lab;
    },
    holdOwnMining: async (isHeld) => void held.push(isHeld),
    rest: async () => {},
  });
  return { desk, lab, own, opened, held };
}

describe('the desk', () => {
  it('opens the laboratory when somebody is to come in, once', async () => {
    const { desk, lab, opened } = deskOf();
    desk.act((it) => it.healAll());
    expect(opened).toEqual([]);
    await desk.add(1);
    await desk.add(2);
    lab.publish();
    expect(opened).toEqual([1]);
    expect(desk.lab.value.nodes).toHaveLength(3);
    expect(desk.isAdding.value).toBe(false);
  });

  it('says why nobody more came in, until something else is done', async () => {
    const { desk } = deskOf();
    await desk.add(21);
    expect(desk.complaint.value).toContain('as many virtual nodes as it can hold');
    desk.act(() => {});
    expect(desk.complaint.value).toBe('');
  });

  it('says that the worker of all virtual nodes stopped, once', async () => {
    const { desk, lab } = deskOf();
    await desk.add(2);
    lab.publish();
    lab.lose();
    lab.publish();
    expect(desk.complaint.value).toContain('The worker of the virtual nodes stopped by a fault');
    desk.act(() => {});
    lab.publish();
    expect(desk.complaint.value).toBe('');
  });

  it('knows the names of nodes that left, and the blocks they stood on', async () => {
    const { desk, lab } = deskOf();
    await desk.add(2);
    const hash = lab.find('lab-2');
    lab.publish();
    await untilQuiet();
    desk.act((it) => it.remove('lab-2'));
    lab.publish();
    expect(desk.names.value.get('lab-2')).toBe('Miner lab-2');
    expect(desk.known.value.get(hash)?.miner).toBe('Miner lab-2');
  });

  it('knows the name of a peer in another tab after its link was cut', async () => {
    const { desk, lab, own } = deskOf();
    const [peer] = FIXTURES.room.peers;
    own.value = { ...own.value!, peers: [{ ...peer!, key: 'c0ffee00', name: 'Moth' }] };
    await desk.add(1);
    lab.meet('c0ffee00');
    lab.publish();
    own.value = { ...own.value!, peers: [] };
    lab.publish();
    expect(desk.names.value.get('c0ffee00')).toBe('Moth');
  });

  it('knows this tab’s own chain before any node comes in, and as it grows', async () => {
    const { desk, lab, own } = deskOf();
    const first = lab.find('self');
    own.value = { ...own.value!, tip: first };
    await desk.look();
    await untilQuiet();
    expect(desk.known.value.has(first)).toBe(true);
    const second = lab.find('self');
    own.value = { ...own.value!, tip: second };
    await untilQuiet();
    expect(desk.known.value.has(second)).toBe(true);
  });

  it('lets a node of a sandbox make a block', async () => {
    const { desk, lab } = deskOf();
    await desk.add(1);
    await desk.make('lab-1');
    expect(lab.own.height).toBe(1);
    await desk.make('lab-9');
    expect(desk.complaint.value).toContain('has left the laboratory');
  });

  it('has one experiment at a time: another one stops it', async () => {
    const { desk, lab } = deskOf();
    const first = desk.take(SPLIT);
    expect(desk.take(SPLIT)).toBe(first);
    void first.next(desk.settings.value);
    await untilQuiet();
    lab.publish();
    await untilQuiet();
    expect(first.state.value.status).toBe('paused');
    const second = desk.take(SECRET);
    expect(first.state.value.status).toBe('stopped');
    expect(desk.run.value).toBe(second);
  });

  it('stops what is under way when the laboratory closes', async () => {
    const { desk, lab } = deskOf();
    const run = desk.take(SPLIT);
    void run.next(desk.settings.value);
    await untilQuiet();
    desk.close();
    lab.publish();
    await untilQuiet();
    expect(run.state.value.status).toBe('stopped');
    expect(lab.asked.at(-1)).toBe('close');
    expect(desk.lab.value.nodes).toEqual([]);
  });
});
