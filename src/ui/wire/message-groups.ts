/** Messages by what they are about: one colour and one chip for each group. */

import { messageName } from './frame-fields.ts';
import type { WireEvent } from './wire-log.ts';

export const GROUPS = [
  ['greeting', 'Greeting'],
  ['pulse', 'Pings'],
  ['headers', 'Headers'],
  ['inventory', 'Inventory'],
  ['blocks', 'Blocks'],
  ['transactions', 'Transactions'],
  ['neighbours', 'Neighbours'],
  ['links', 'Links'],
  ['other', 'Other'],
] as const;

export type Group = (typeof GROUPS)[number][0];

const OF_NAME: Readonly<Record<string, Group>> = {
  hello: 'greeting',
  version: 'greeting',
  verack: 'greeting',
  ping: 'pulse',
  pong: 'pulse',
  getheaders: 'headers',
  headers: 'headers',
  inv: 'inventory',
  getdata: 'inventory',
  notfound: 'inventory',
  block: 'blocks',
  cmpctblock: 'blocks',
  getblocktxn: 'blocks',
  blocktxn: 'blocks',
  tx: 'transactions',
  peers: 'neighbours',
  signal: 'neighbours',
};

export function eventName({ kind, bytes }: WireEvent): string {
  return kind === 'opened' || kind === 'closed' ? kind : messageName(bytes);
}

export function groupOf(event: WireEvent): Group {
  if (event.kind === 'opened' || event.kind === 'closed') return 'links';
  return OF_NAME[messageName(event.bytes)] ?? 'other';
}
