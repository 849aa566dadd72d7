/**
 * A room with a past, for looks at every view: blocks of two miners, one of whom signs with hostile
 * text, payments with hostile memos, a hostile note, a neighbour, and some payments that wait.
 */

import { makeChainFile } from '../../support/chain-file-maker.ts';
import { makeSandbox } from './rooms.ts';
import { type Commands, runCommand, type Tab, untilAgreed, untilPeers } from './tab.ts';
import type { OpenOptions, Scene } from './test.ts';

/** Would run, would turn its line around, and has no place to break. */
export const HOSTILE = `<img src=x onerror=broken=1>\u202e${'W'.repeat(30)}`;
/** 32 bytes, which is all that a tag has room for. */
const TAG_LENGTH = 30;
const STRANGERS = 20;
const OWN = 45;
const HEIGHT = STRANGERS + OWN + 2;

export interface Classroom {
  readonly tab: Tab;
  readonly code: string;
  /** Of each view, by its name: the path below the room's code, and a heading of its own. */
  readonly views: Readonly<Record<string, readonly [path: string, heading: string]>>;
}

export async function openClassroom(scene: Scene, options: OpenOptions = {}): Promise<Classroom> {
  const code = makeSandbox(HEIGHT);
  const tab = await scene.open(code, options);
  await tab.page.evaluate(importFile, [
    ...makeChainFile(code, STRANGERS, HOSTILE.slice(0, TAG_LENGTH)),
  ]);
  await tab.call('generate', OWN);
  const address = await tab.call('getnewaddress');
  const payment = () => run<string>(tab, 'sendtoaddress', address, 1.5, { memo: HOSTILE });
  for (let count = 0; count < 4; count += 1) await payment();
  await run(tab, 'writenote', HOSTILE);
  await tab.call('generate', 2);
  const txid = await payment();
  await payment();
  const neighbour = await scene.open(code);
  await untilAgreed([tab, neighbour], HEIGHT);
  await untilPeers(tab, 1);
  const block = await tab.call('getblockhash', HEIGHT - 1);
  // In a sandbox one hash in eight has a digit of work to show.
  const hashes = await hashesBelow(tab, HEIGHT - 1);
  const worked = Math.max(
    0,
    hashes.findLastIndex((hash) => hash.startsWith('0')),
  );
  const [peer] = await run<ReadonlyArray<{ readonly addr: string }>>(tab, 'getpeerinfo');
  return {
    tab,
    code,
    views: {
      live: ['', 'Chain'],
      overview: ['overview', 'nodes here'],
      block: [`block/${block}`, `Block ${HEIGHT - 1}`],
      digits: [`block/${worked}`, `Block ${worked}`],
      transaction: [`tx/${txid}`, 'Transaction'],
      address: [`address/${address}`, 'Address'],
      note: [`search/${encodeURIComponent(HOSTILE.slice(0, TAG_LENGTH))}`, 'A note'],
      wallet: ['wallet', 'History'],
      mine: ['mine', 'Mine'],
      lab: ['lab', 'Experiments'],
      // One virtual node comes with the address.
      stage: ['lab/add', 'Branches'],
      forgeries: ['lab/forge', 'What if somebody lies?'],
      network: ['network', 'Messages'],
      peer: [`network/${peer!.addr.slice(0, 8)}`, 'Between the two'],
      charts: ['charts', 'Hash rate'],
      room: ['room', 'Rules of this room'],
      console: ['console', 'Console'],
      about: ['about', 'What is real, and what is not'],
      more: ['more', 'More'],
      nowhere: ['no-such-view', 'There is no such view'],
    },
  };
}

function hashesBelow(tab: Tab, height: number): Promise<string[]> {
  return Promise.all(Array.from({ length: height }, (_, at) => tab.call('getblockhash', at)));
}

function run<Result>({ page }: Tab, method: string, ...values: unknown[]): Promise<Result> {
  return page.evaluate(runCommand, [method, values] as const) as Promise<Result>;
}

/** Runs within a page. */
async function importFile(bytes: readonly number[]): Promise<void> {
  const { tabchain } = globalThis as unknown as { tabchain: Commands };
  await tabchain['importchain']!(Uint8Array.from(bytes), 0, bytes.length);
}
