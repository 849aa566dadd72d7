/**
 * What the user decides about mining, between page and node: the switch, the effort behind it, and
 * the two reasons for a pause that only a page can know, its battery and its benchmark.
 */

import { type ReadonlySignal, signal } from '@preact/signals';
import type { MiningPause, MiningState, NodeSnapshot } from '../../node/api.ts';
import { type BatteryTeller, type Power, watchPower } from './battery.ts';
import type { SpeedWorker } from './benchmark/speed-messages.ts';
import { type MiningChoice, type MiningEffort } from './effort.ts';
import { NO_WEBGPU } from './gpu-reason.ts';
import { type HiddenSpell, type HiddenWatch, type Look, look } from './hidden-watch.ts';

export interface MiningControls {
  /** Where the switch stands: at once where the user put it, and then where the node has it. */
  readonly isOn: ReadonlySignal<boolean>;
  /** What the switch turns on, and what is mined with while it is. */
  readonly effort: ReadonlySignal<MiningEffort>;
  readonly power: ReadonlySignal<Power>;
  readonly pausesOnBattery: ReadonlySignal<boolean>;
  /** The last time out of sight, where it cost hash rate. */
  readonly slowSpell: ReadonlySignal<HiddenSpell | undefined>;
  /** Why there is no graphics card to mine with, in English; undefined while there may be one. */
  readonly noGpu: ReadonlySignal<string | undefined>;
  turn(on: boolean): void;
  change(part: Partial<MiningEffort>): void;
  pauseOnBattery(wanted: boolean): void;
  forgetSpell(): void;
  /**
   * Holds mining back, or lets go of it, which begins again once nobody holds it any more; resolves
   * when the threads have been told.
   */
  holdForMeasuring(holder: Holder, isHeld: boolean): Promise<void>;
  makeSpeedWorker(): SpeedWorker;
}

/** Whose measurement another miner on this device would falsify; both may be under way at once. */
export type Holder = 'benchmark' | 'experiment';

export interface ControlsOptions {
  readonly choice: MiningChoice;
  readonly remember: (choice: MiningChoice) => void;
  readonly call: (method: string, ...parameters: unknown[]) => Promise<unknown>;
  readonly navigator: BatteryTeller & { readonly gpu?: unknown };
  readonly isHidden: () => boolean;
  readonly now: () => number;
  readonly makeSpeedWorker: () => SpeedWorker;
}

export interface HeardControls extends MiningControls {
  /** To be told of every snapshot, and with none when the page is hidden or shown. */
  heard(snapshot?: NodeSnapshot): void;
}

export function createMiningControls(options: ControlsOptions): HeardControls {
  const { call, navigator, now } = options;
  const isOn = signal(options.choice.isOn);
  const effort = signal(options.choice.effort);
  const pausesOnBattery = signal(options.choice.pausesOnBattery);
  const power = signal<Power>('unknown');
  const slowSpell = signal<HiddenSpell | undefined>(undefined);
  const noGpu = signal<string | undefined>(navigator.gpu === undefined ? NO_WEBGPU : undefined);
  /** Changes the node has not answered yet: what it tells meanwhile is from before. */
  let underWay = 0;
  const holders = new Set<Holder>();
  let pause: MiningPause | 'none' = 'none';
  let watch: HiddenWatch = {};
  let newest: Look | undefined;

  async function set(wish: Readonly<Record<string, unknown>>): Promise<void> {
    underWay += 1;
    try {
      await call('setmining', wish);
    } finally {
      underWay -= 1;
    }
  }

  function remember(): void {
    const choice = {
      isOn: isOn.value,
      effort: effort.value,
      pausesOnBattery: pausesOnBattery.value,
    };
    options.remember(choice);
  }

  async function updatePause(): Promise<void> {
    const isOnBattery = power.value === 'battery' && pausesOnBattery.value;
    const wanted = holders.size > 0 ? 'measuring' : isOnBattery ? 'on-battery' : 'none';
    if (wanted === pause) return;
    pause = wanted;
    await set({ pause: wanted === 'none' ? false : wanted });
  }

  function follow({ threads, duty, gpu }: MiningState): void {
    if (gpu?.state === 'none' && noGpu.value === undefined) return dropGpu(gpu.reason ?? '');
    if (underWay > 0) return;
    const next = { threads, duty, gpu: gpu?.intensity ?? 0 };
    const wasOn = isOn.value;
    isOn.value = next.threads + next.gpu > 0;
    const kept = effort.value;
    const isSame = kept.threads === threads && kept.duty === next.duty && kept.gpu === next.gpu;
    if (isOn.value && !isSame) effort.value = next;
    if (wasOn !== isOn.value || (isOn.value && !isSame)) remember();
  }

  function dropGpu(reason: string): void {
    noGpu.value = reason;
    effort.value = { ...effort.value, threads: Math.max(1, effort.value.threads), gpu: 0 };
    void set({ gpu: 0 });
  }

  function watchHidden(mining: MiningState): void {
    const { luck, state, threads, duty, gpu } = mining;
    const key = [threads, duty, gpu?.intensity].join();
    newest = {
      atMs: now(),
      hashes: luck.hashes,
      isHidden: options.isHidden(),
      effort: state === 'mining' ? key : undefined,
    };
    watch = look(watch, newest);
    slowSpell.value = watch.slow;
  }

  const controls: HeardControls = {
    isOn,
    effort,
    power,
    pausesOnBattery,
    slowSpell,
    noGpu,
    makeSpeedWorker: options.makeSpeedWorker,
    turn(on) {
      isOn.value = on;
      remember();
      void set(on ? { ...effort.value } : { threads: 0, gpu: 0 });
    },
    change(part) {
      const { threads, duty, gpu } = { ...effort.value, ...part };
      // All at nothing would be off, which is what the switch is for.
      effort.value = { threads: threads + gpu === 0 ? 1 : threads, duty, gpu };
      remember();
      if (isOn.value) void set({ ...effort.value });
    },
    pauseOnBattery(wanted) {
      pausesOnBattery.value = wanted;
      remember();
      void updatePause();
    },
    forgetSpell() {
      const { slow: _, ...rest } = watch;
      watch = rest;
      slowSpell.value = undefined;
    },
    async holdForMeasuring(holder, isHeld) {
      if (isHeld) holders.add(holder);
      else holders.delete(holder);
      await updatePause();
    },
    heard(snapshot) {
      if (snapshot !== undefined) {
        follow(snapshot.mining);
        watchHidden(snapshot.mining);
      } else if (newest !== undefined && options.isHidden()) {
        // The end of a spell waits for fresh figures; its beginning must not.
        watch = look(watch, { ...newest, isHidden: true });
      }
    },
  };
  void watchPower(navigator, (next) => {
    power.value = next;
    void updatePause();
  });
  return controls;
}
