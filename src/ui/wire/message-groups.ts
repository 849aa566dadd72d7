/** Messages by what they are about: one colour and one chip for each group. */

import { toSay } from '../language/say.ts';
import { messageName } from './frame-fields.ts';
import type { WireEvent } from './wire-log.ts';

/** Each with what its chip says. */
export const GROUPS = [
  ['greeting', toSay('Greeting')],
  ['pulse', toSay('Pings')],
  ['headers', toSay('Headers')],
  ['inventory', toSay('Inventory')],
  ['blocks', toSay('Blocks')],
  ['transactions', toSay('Transactions')],
  ['neighbours', toSay('Neighbours')],
  ['links', toSay('Links')],
  ['other', toSay('Other')],
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
