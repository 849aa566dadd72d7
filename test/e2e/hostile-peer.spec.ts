/** A member who lies loses the link, and nothing else changes: not the chain, not the storage. */

import { expect } from '@playwright/test';
import { makeMainRoom, makeSandbox } from './support/rooms.ts';
import { mineTo, type Tab, untilReady } from './support/tab.ts';
import { type Scene, test } from './support/test.ts';

/** What the hostile page says, and the code under which the victim refuses it. */
const ATTACKS: ReadonlyArray<readonly [string, string]> = [
  ['a frame shorter than its header', 'frame-short'],
  ['a message before hello', 'hello-first'],
  ['another room’s genesis', 'hello-genesis'],
  ['a hello without the room’s key', 'hello-proof'],
  ['another’s node key', 'hello-key'],
  ['a second hello', 'hello-twice'],
  ['another room’s magic', 'frame-magic'],
  ['a length of four gigabytes', 'frame-too-large'],
  ['a payload that does not parse', 'message-malformed'],
  ['a header without work', 'high-hash'],
  ['a block whose body does not match its header', 'bad-txnmrklroot'],
];

test.use({ testPages: ['hostile'] });

for (const [name, code] of ATTACKS) {
  test(`${name} costs the link, and changes nothing`, async ({ scene }) => {
    const victim = await openVictim(scene, code);
    // The foe looks for others once.
    const meeting = victim.page.getByTestId('meeting-state');
    await expect(meeting).toHaveAttribute('data-status', 'online');
    const before = await stateOf(victim);
    const room = await victim.call('getroom');
    const block = (await victim.call('getblock', before.bestblockhash, 0)) as string;

    // A header with real work is no lie: it is kept, and its body asked for elsewhere.
    const extraHeaders = code === 'bad-txnmrklroot' ? 1 : 0;
    const foe = await scene.visit('hostile');
    await foe.waitForFunction(() => 'attack' in globalThis);
    const parameters = [name, room.code, block] as const;
    const reason = await foe.evaluate(([...all]) => {
      const { attack } = globalThis as unknown as Hostile;
      return attack(...all);
    }, parameters);

    expect(reason).toBe('closed');
    await expect(
      victim.page.locator('[data-testid="notice"][data-kind="peer-refused"]'),
    ).toContainText(code);
    expect(await victim.call('getpeerinfo')).toEqual([]);
    expect(await stateOf(victim)).toEqual({ ...before, headers: before.headers + extraHeaders });
    await victim.page.reload();
    await untilReady(victim);
    expect(await stateOf(victim)).toMatchObject({ ...before, headers: expect.any(Number) });
  });
}

interface Hostile {
  attack(name: string, code: string, blockHex: string): Promise<string>;
}

/** Where the liar has to do some work of its own, a room where work is easy. */
async function openVictim(scene: Scene, code: string): Promise<Tab> {
  if (code === 'bad-txnmrklroot') {
    const victim = await scene.open(makeSandbox(10));
    await victim.call('generate', 1);
    return victim;
  }
  const victim = await scene.open(makeMainRoom());
  await mineTo(victim, 1);
  return victim;
}

async function stateOf(tab: Tab) {
  const { blocks, headers, bestblockhash, chainwork } = await tab.call('getblockchaininfo');
  return { blocks, headers, bestblockhash, chainwork };
}
