/**
 * The transport's contract on WebRTC, and what WebRTC alone can do: both tabs of each pair live in
 * this one page.
 */

import { createWebRtcTransport } from '../../../src/adapters/transport/webrtc.ts';
import {
  overtakingCheck,
  transportChecks,
  type TransportPair,
} from '../../contracts/transport-checks.ts';
import { type RtcTransport, webRtcChecks } from './webrtc-checks.ts';

const SETTLE_MS = 20;

function makePair(): TransportPair & Record<'left' | 'right', RtcTransport> {
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
  const contract = [...transportChecks, overtakingCheck].find((each) => each.name === name);
  const own = webRtcChecks.find((each) => each.name === name);
  if (!contract && !own) throw new Error(`no check is named "${name}"`);
  const pair = makePair();
  const running = contract ? contract.run(pair) : own!.run(pair.left, pair.right);
  await running.finally(() => pair.end());
}

Object.assign(globalThis, { runCheck });
