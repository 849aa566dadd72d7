/** The transport's contract on WebRTC: both tabs of each pair live in this one page. */

import { createWebRtcTransport } from '../../../src/adapters/transport/webrtc.ts';
import {
  overtakingCheck,
  transportChecks,
  type TransportPair,
} from '../../contracts/transport-checks.ts';

const SETTLE_MS = 20;

function makePair(): TransportPair {
  const room = {
    signalingUrl: `${location.origin.replace(/^http/, 'ws')}/signal`,
    topic: hexOf(crypto.getRandomValues(new Uint8Array(16))),
    sealKey: crypto.getRandomValues(new Uint8Array(32)),
  };
  const [left, right] = [createWebRtcTransport(room), createWebRtcTransport(room)];
  return {
    left,
    right,
    settle: () => new Promise((resolve) => setTimeout(resolve, SETTLE_MS)),
    end: async () => {
      left.stop();
      right.stop();
    },
  };
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function runCheck(name: string): Promise<void> {
  const check = [...transportChecks, overtakingCheck].find((each) => each.name === name);
  if (check === undefined) throw new Error(`no check is named "${name}"`);
  const pair = makePair();
  await check.run(pair).finally(() => pair.end());
}

Object.assign(globalThis, { runCheck });
