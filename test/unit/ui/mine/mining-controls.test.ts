import { describe, expect, it } from 'vitest';
import type { MiningState } from '../../../../src/node/api.ts';
import type { Battery } from '../../../../src/ui/mine/battery.ts';
import { defaultChoice, type MiningChoice } from '../../../../src/ui/mine/effort.ts';
import { createMiningControls } from '../../../../src/ui/mine/mining-controls.ts';
import { FIXTURES } from '../../../support/fixture-snapshots.ts';

class FakeBattery extends EventTarget implements Battery {
  charging = true;

  turn(charging: boolean): void {
    this.charging = charging;
    this.dispatchEvent(new Event('chargingchange'));
  }
}

async function create(changes: Partial<MiningChoice> = {}) {
  const battery = new FakeBattery();
  const wishes: unknown[] = [];
  const remembered: MiningChoice[] = [];
  const world = { nowMs: 0, isHidden: false };
  const controls = createMiningControls({
    choice: { ...defaultChoice(4, true), ...changes },
    remember: (choice) => void remembered.push(choice),
    call: async (_method, wish) => void wishes.push(wish),
    navigator: { gpu: {}, getBattery: async () => battery },
    isHidden: () => world.isHidden,
    now: () => world.nowMs,
    makeSpeedWorker: () => {
      throw new Error('nothing is measured here');
    },
  });
  const hear = (mining: Partial<MiningState> = {}) =>
    controls.heard({ ...FIXTURES.alone, mining: { ...FIXTURES.alone.mining, ...mining } });
  await settle();
  return { battery, wishes, remembered, world, controls, hear };
}

/** Answers of the node are microtasks here. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

describe('the controls of mining', () => {
  it('turn on what was chosen, and off all of it', async () => {
    const { controls, wishes, remembered } = await create({ isOn: false });
    controls.turn(true);
    controls.turn(false);
    expect(wishes).toEqual([
      { threads: 2, duty: 100, gpu: 0 },
      { threads: 0, gpu: 0 },
    ]);
    expect(remembered.map(({ isOn }) => isOn)).toEqual([true, false]);
  });

  it('stand at once where they were put, whatever the node told before', async () => {
    const { controls, hear } = await create({ isOn: false });
    controls.turn(true);
    expect(controls.isOn.value).toBe(true);
    hear({ state: 'off', threads: 0 });
    expect(controls.isOn.value).toBe(true);
    await settle();
    hear({ state: 'off', threads: 0 });
    expect(controls.isOn.value).toBe(false);
    hear({ state: 'mining', threads: 1 });
    expect(controls.isOn.value).toBe(true);
  });

  it('change the effort at once while it is on, and later while it is off', async () => {
    const { controls, wishes, remembered } = await create();
    controls.change({ duty: 30 });
    controls.turn(false);
    controls.change({ threads: 4 });
    expect(wishes).toEqual([
      { threads: 2, duty: 30, gpu: 0 },
      { threads: 0, gpu: 0 },
    ]);
    const effort = { threads: 4, duty: 30, gpu: 0 };
    expect(controls.effort.value).toEqual(effort);
    expect(remembered.at(-1)).toMatchObject({ isOn: false, effort });
  });

  it('follow what is set elsewhere, such as in the console', async () => {
    const { controls, hear, remembered } = await create();
    hear({ threads: 3, duty: 50 });
    expect(controls.effort.value).toEqual({ threads: 3, duty: 50, gpu: 0 });
    hear({ threads: 0, state: 'off' });
    expect(controls.effort.value).toEqual({ threads: 3, duty: 50, gpu: 0 });
    expect(remembered.map(({ isOn }) => isOn)).toEqual([true, false]);
  });

  it('do not spring back while the node has not answered', async () => {
    const { controls, hear } = await create();
    controls.change({ threads: 4 });
    hear({ threads: 2 });
    expect(controls.effort.value.threads).toBe(4);
    await settle();
    hear({ threads: 4 });
    expect(controls.effort.value.threads).toBe(4);
  });

  it('pause on battery, and go on with the mains', async () => {
    const { battery, controls, wishes } = await create();
    battery.turn(false);
    await settle();
    battery.turn(true);
    await settle();
    expect(wishes).toEqual([{ pause: 'on-battery' }, { pause: false }]);
    expect(controls.power.value).toBe('mains');
  });

  it('go on by battery when its user says so, and remember it', async () => {
    const { battery, controls, wishes, remembered } = await create();
    battery.turn(false);
    await settle();
    controls.pauseOnBattery(false);
    await settle();
    expect(wishes).toEqual([{ pause: 'on-battery' }, { pause: false }]);
    expect(remembered.at(-1)).toMatchObject({ pausesOnBattery: false });
    battery.turn(true);
    battery.turn(false);
    await settle();
    expect(wishes).toHaveLength(2);
  });

  it('hold mining while the device is measured, and then for the battery if need be', async () => {
    const { battery, controls, wishes } = await create();
    await controls.holdForMeasuring('benchmark', true);
    battery.turn(false);
    await settle();
    await controls.holdForMeasuring('benchmark', false);
    controls.pauseOnBattery(false);
    await settle();
    expect(wishes).toEqual([{ pause: 'measuring' }, { pause: 'on-battery' }, { pause: false }]);
  });

  it('hold mining for an experiment though a measurement within it has ended', async () => {
    const { controls, wishes } = await create();
    await controls.holdForMeasuring('experiment', true);
    await controls.holdForMeasuring('experiment', true);
    await controls.holdForMeasuring('benchmark', true);
    await controls.holdForMeasuring('benchmark', false);
    expect(wishes).toEqual([{ pause: 'measuring' }]);
    await controls.holdForMeasuring('experiment', false);
    expect(wishes).toEqual([{ pause: 'measuring' }, { pause: false }]);
  });

  it('give up a graphics card that there is not, say why, and mine on', async () => {
    const { controls, wishes, hear } = await create();
    controls.change({ gpu: 50 });
    const gpu = { intensity: 50, state: 'none', reason: 'no adapter', hashesPerSecond: 0 } as const;
    hear({ gpu });
    hear({ gpu });
    expect(controls.noGpu.value).toContain('no adapter');
    expect(controls.effort.value).toEqual({ threads: 2, duty: 100, gpu: 0 });
    expect(wishes).toEqual([{ threads: 2, duty: 100, gpu: 50 }, { gpu: 0 }]);
  });

  it('say that the browser slowed the tab, until that is read', async () => {
    const { controls, hear, world } = await create();
    const at = (seconds: number, hashes: number) => {
      world.nowMs = seconds * 1_000;
      hear({ luck: { hashes, expected: 0, found: 0 } });
    };
    for (let second = 0; second <= 20; second += 1) at(second, second * 1_000);
    world.isHidden = true;
    controls.heard();
    world.isHidden = false;
    // Shown again, before the node has said anything: the old figures tell nothing.
    controls.heard();
    expect(controls.slowSpell.value).toBeUndefined();
    at(120, 30_000);
    expect(controls.slowSpell.value).toMatchObject({ seconds: 100, share: 0.1 });
    controls.forgetSpell();
    at(121, 31_000);
    expect(controls.slowSpell.value).toBeUndefined();
  });
});
