/** Rooms for tests: a main room whose blocks take seconds, and a sandbox with a past to fill. */

import { randomBytes } from 'node:crypto';
import { createRoom } from '../../../src/node/room.ts';

const MAIN_POW_LIMIT_BITS = 0x1e0fffff;
/** 2^32 hashes a block. */
const HARD_BITS = 0x1d00ffff;
const SANDBOX_POW_LIMIT_BITS = 0x207fffff;
const HALVING_INTERVAL_BLOCKS = 210_000;
const SANDBOX_SPACING_SECONDS = 10;

/** 2^20 hashes a block: about two seconds of one thread. */
export function makeMainRoom(): string {
  return makeCode({
    kind: 'main',
    targetSpacingSeconds: 5,
    genesisBits: MAIN_POW_LIMIT_BITS,
    genesisTime: nowSeconds() - 60,
  });
}

/** So hard that a minute of mining finds nothing. */
export function makeHardRoom(): string {
  return makeCode({
    kind: 'main',
    targetSpacingSeconds: 10,
    genesisBits: HARD_BITS,
    genesisTime: nowSeconds() - 60,
  });
}

/** `generate` stamps each block ten seconds after its parent, so the past must be long enough. */
export function makeSandbox(blocks: number): string {
  return makeCode({
    kind: 'sandbox',
    targetSpacingSeconds: SANDBOX_SPACING_SECONDS,
    genesisBits: SANDBOX_POW_LIMIT_BITS,
    genesisTime: nowSeconds() - (blocks + 1_000) * SANDBOX_SPACING_SECONDS,
  });
}

function makeCode(parameters: Omit<Parameters<typeof createRoom>[0], 'halvingInterval'>): string {
  const whole = { ...parameters, halvingInterval: HALVING_INTERVAL_BLOCKS };
  return createRoom(whole, new Uint8Array(randomBytes(16))).code;
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
