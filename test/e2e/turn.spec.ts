/** Tabs whose networks let them reach each other only through a relay: coturn, as Debian has it. */

import { expect } from '@playwright/test';
import { makeSandbox } from './support/rooms.ts';
import { untilAgreed, untilPeers } from './support/tab.ts';
import { test } from './support/turn.ts';

test('two tabs link through the TURN server alone, and share a chain', async ({ scene, turn }) => {
  const code = makeSandbox(1_000);
  const alice = await scene.open(code, { prepare: keepConnections });
  const bob = await scene.open(code, { prepare: keepConnections });
  await untilPeers(alice, 1);
  await alice.call('generate', 500);
  await untilAgreed([alice, bob], 500);
  await bob.call('generate', 1);
  await untilAgreed([alice, bob], 501);
  for (const { page } of [alice, bob]) {
    expect(await page.evaluate(candidateTypes)).toEqual(['relay', 'relay']);
  }
  expect(turn.log()).toMatch(/user <\d+:[0-9a-f]{12}>.*ALLOCATE processed, success/);
});

test.describe('where the relay refuses', () => {
  test.use({
    environment: async ({ turn }, use) =>
      use({ TURN_URL: turn.url, TURN_SECRET: 'another', ICE_TRANSPORT_POLICY: 'relay' }),
  });

  test('tabs that found each other in vain say that a TURN server is needed', async ({ scene }) => {
    const code = makeSandbox(10);
    const tabs = [await scene.open(code), await scene.open(code)];
    for (const { page } of tabs) {
      const health = page.getByTestId('health');
      await expect(health).toHaveAttribute('data-kind', 'unreachable', { timeout: 60_000 });
      await expect(health).toContainText('Found 1 tab, connected to 0');
      await expect(health).toContainText('TURN server');
    }
  });
});

interface Kept {
  readonly connections: RTCPeerConnection[];
}

function keepConnections(): void {
  const connections: RTCPeerConnection[] = [];
  Object.assign(globalThis, { connections });
  globalThis.RTCPeerConnection = new Proxy(RTCPeerConnection, {
    construct: (target, parameters) => {
      const connection = Reflect.construct(target, parameters) as RTCPeerConnection;
      connections.push(connection);
      return connection;
    },
  });
}

/** Of the one pair in use: ours, then theirs. */
async function candidateTypes(): Promise<string[]> {
  const { connections } = globalThis as unknown as Kept;
  const types: string[] = [];
  for (const connection of connections) {
    if (connection.connectionState !== 'connected') continue;
    const report = await connection.getStats();
    const rows = Array.from(report.values() as Iterable<Record<string, string>>);
    const chosen = rows.find(({ type }) => type === 'transport')?.['selectedCandidatePairId'];
    const pair = report.get(chosen!) as Record<string, string>;
    for (const side of ['localCandidateId', 'remoteCandidateId']) {
      types.push((report.get(pair[side]!) as Record<string, string>)['candidateType']!);
    }
  }
  return types;
}
