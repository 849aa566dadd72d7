/** How much of the device mines: the choices a tab remembers, and three of them with a name. */

import type { MiningEffort } from '../../node/ports.ts';

export type { MiningEffort };

/** What a tab remembers: `effort` is what its switch turns on. */
export interface MiningChoice {
  readonly isOn: boolean;
  readonly effort: MiningEffort;
  readonly pausesOnBattery: boolean;
}

export type PresetName = 'quiet' | 'balanced' | 'all';

export interface Preset {
  readonly name: PresetName;
  readonly threads: number;
  readonly duty: number;
}

export const DUTY_MIN = 10;
export const DUTY_STEP = 5;
/** A fan does not notice it, and a laptop stays cool. */
const QUIET_DUTY = 25;

/** From least to most. `cores` is how many threads may mine at once, at least one. */
export function presetsOf(cores: number): readonly Preset[] {
  const half: Preset = {
    name: 'balanced',
    threads: Math.ceil(cores / 2),
    // Half of one core is half of its time.
    duty: cores === 1 ? 50 : 100,
  };
  return [
    { name: 'quiet', threads: 1, duty: QUIET_DUTY },
    half,
    { name: 'all', threads: cores, duty: 100 },
  ];
}

/** The preset that this is; undefined for one of the user's own. */
export function presetOf(effort: MiningEffort, cores: number): PresetName | undefined {
  const isSame = ({ threads, duty }: Preset) => threads === effort.threads && duty === effort.duty;
  return presetsOf(cores).find(isSame)?.name;
}

export function defaultChoice(cores: number, isOn: boolean): MiningChoice {
  const { threads, duty } = presetsOf(cores)[1]!;
  return { isOn, effort: { threads, duty, gpu: 0 }, pausesOnBattery: true };
}

export function writeChoice(choice: MiningChoice): string {
  return JSON.stringify(choice);
}

/** The choice in a tab's memory, whoever wrote there; undefined where it is none. */
export function readChoice(text: string | undefined, cores: number): MiningChoice | undefined {
  const { isOn, effort, pausesOnBattery } = parse(text);
  if (typeof isOn !== 'boolean' || typeof pausesOnBattery !== 'boolean') return undefined;
  const { threads, duty, gpu } = asRecord(effort);
  const isEffort =
    isWithin(threads, 0, Infinity) && isWithin(duty, DUTY_MIN, 100) && isWithin(gpu, 0, 100);
  if (!isEffort || threads + gpu === 0) return undefined;
  // The same tab may wake up on a device with fewer cores.
  return { isOn, effort: { threads: Math.min(threads, cores), duty, gpu }, pausesOnBattery };
}

function parse(text: string | undefined): Readonly<Record<string, unknown>> {
  try {
    return asRecord(JSON.parse(text ?? 'null'));
  } catch {
    return {};
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}
