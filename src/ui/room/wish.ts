/** The form for a new room: ready-made choices, what was typed, and why it cannot be taken. */

import { type FoundingParams, paramsOf, type RoomWish } from '../../node/founding.ts';
import { toSay, say } from '../language/say.ts';

/** What stands in the form, as text where it is typed. */
export interface Wish {
  readonly isSandbox: boolean;
  readonly spacing: string;
  readonly startPower: number;
  readonly halving: string;
}

export interface Preset {
  readonly name: string;
  /** Said when shown. */
  readonly title: string;
  readonly detail: string;
  readonly wish: Wish;
}

/** A room's code has one byte for it. */
export const SPACING_MIN_SECONDS = 2;
export const SPACING_MAX_SECONDS = 255;
const HALVING_MAX = 0xffff_ffff;

/** Bitcoin's block 1 took 2^32 hashes, and its interval is the same; its 10 minutes do not fit. */
export const PRESETS: readonly Preset[] = [
  {
    name: 'classroom',
    title: toSay('Classroom'),
    detail: toSay('A block every 10\u00a0s: something happens while you watch.'),
    wish: { isSandbox: false, spacing: '10', startPower: 24, halving: '210000' },
  },
  {
    name: 'patient',
    title: toSay('Patient'),
    detail: toSay('A block a minute: forks become rare, waiting becomes real.'),
    wish: { isSandbox: false, spacing: '60', startPower: 27, halving: '35000' },
  },
  {
    name: 'bitcoin',
    title: toSay('Nearly Bitcoin’s'),
    detail: toSay(
      'Its first difficulty and its halving; 240\u00a0s, as its 600\u00a0s do not fit here.',
    ),
    wish: { isSandbox: false, spacing: '240', startPower: 32, halving: '210000' },
  },
  {
    name: 'sandbox',
    title: toSay('Sandbox'),
    detail: toSay('Blocks on command, halving soon: for trying things without waiting.'),
    wish: { isSandbox: true, spacing: '10', startPower: 24, halving: '150' },
  },
];

export function spacingOf({ spacing }: Wish): number | undefined {
  return wholeNumber(spacing, SPACING_MIN_SECONDS, SPACING_MAX_SECONDS);
}

export function halvingOf({ halving }: Wish): number | undefined {
  return wholeNumber(halving, 1, HALVING_MAX);
}

/** Empty where there is nothing to complain of. */
export function spacingComplaint(wish: Wish): string {
  if (spacingOf(wish) !== undefined) return '';
  return say('A whole number of seconds from {least} to {most}.', {
    least: SPACING_MIN_SECONDS,
    most: SPACING_MAX_SECONDS,
  });
}

export function halvingComplaint(wish: Wish): string {
  return halvingOf(wish) === undefined ? say('A whole number of blocks, at least 1.') : '';
}

/** Undefined while a field cannot be taken. */
export function wishedParams(wish: Wish): FoundingParams | undefined {
  const [targetSpacingSeconds, halvingInterval] = [spacingOf(wish), halvingOf(wish)];
  if (targetSpacingSeconds === undefined || halvingInterval === undefined) return undefined;
  const kind = wish.isSandbox ? 'sandbox' : 'main';
  const { startPower } = wish;
  return paramsOf({ kind, targetSpacingSeconds, startPower, halvingInterval } satisfies RoomWish);
}

/** Digits, with the spaces that people group them by. */
function wholeNumber(text: string, least: number, most: number): number | undefined {
  const digits = text.replaceAll(/\s/g, '');
  if (!/^\d{1,10}$/.test(digits)) return undefined;
  const value = Number(digits);
  return value >= least && value <= most ? value : undefined;
}
