/**
 * The Worker of a laboratory: all its virtual nodes live here. Measured, one Worker for all of them
 * is the better bargain: see lab/colony.ts.
 *
 * The handler is set before anything is awaited, and `ready` is said after that, as in the node's
 * own worker.
 */

import { createClock } from '../adapters/clock.ts';
import { createSharedMiner } from '../adapters/miner/shared-miner.ts';
import { createVault } from '../adapters/vault.ts';
import { createVerifier } from '../adapters/verifier/create-verifier.ts';
import { createVerifierPool } from '../adapters/verifier/pool.ts';
import { borrowWorkers } from '../adapters/workers/borrow.ts';
import { exposeColony } from '../lab/colony-port.ts';
import { createColony } from '../lab/colony.ts';
import { parseRoomCode } from '../node/room.ts';
import type { FromWorker, StartColony } from './messages.ts';

const MINER_PREFIX_BYTES = 4;
/** Of one thread: what the nodes mine together is not to outdo this page's own node. */
const MINING_DUTY = 50;
const VERIFIERS = 1;

onmessage = ({ data, ports }: MessageEvent<StartColony>) => {
  const parsed = parseRoomCode(data.code);
  if (!parsed.ok) return post({ type: 'failed', sentence: parsed.sentence });
  // Hellos are verified in this thread.
  void createVerifier();
  const startWorker = borrowWorkers(ports[2]!);
  const colony = createColony({
    room: parsed.room,
    link: data.link,
    miner: createSharedMiner({
      makeWorker: () => startWorker('miner'),
      clock: createClock(),
      prefix: randomBytes(MINER_PREFIX_BYTES),
      duty: MINING_DUTY,
    }),
    verifier: createVerifierPool({
      makeWorker: () => startWorker('verifier'),
      clock: createClock(),
      threads: VERIFIERS,
    }),
    vault: createVault(),
    makeClock: createClock,
    randomBytes,
    random: Math.random,
  });
  return exposeColony(colony, ports[0]!, ports[1]!);
};
post({ type: 'ready' });

function post(message: FromWorker): void {
  postMessage(message);
}

function randomBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
