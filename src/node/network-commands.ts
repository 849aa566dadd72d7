/** Commands for looking at the network: the peers in short and in full, and what they say. */

import { CommandError } from './api.ts';
import { type Command, type CommandContext, RPC_INVALID_PARAMETER, toInteger } from './command.ts';
import { describePeer } from './describe.ts';
import { describeDetails } from './peer-details.ts';

export const NETWORK_COMMANDS: Readonly<Record<string, Command>> = {
  getpeerinfo: {
    synopsis: '',
    does: 'who is linked, how far they are, bytes, round trip',
    most: 0,
    run: ({ chain, peers }) =>
      peers.filter(({ phase }) => phase === 'ready').map((peer) => describePeer(peer, chain)),
  },
  getconnectioncount: {
    synopsis: '',
    does: 'how many are linked',
    most: 0,
    run: ({ peers }) => peers.filter(({ phase }) => phase === 'ready').length,
  },
  getpeerdetails: {
    synopsis: '',
    does: 'each link in full: what is asked and awaited, budgets, its own neighbours',
    most: 0,
    run: ({ chain, peers, now }) => peers.map((peer) => describeDetails(peer, chain, now)),
  },
  getmessages: {
    synopsis: 'from=0',
    does:
      'every message in and out from that number on; the first question begins the watch, which ' +
      'ends ten seconds after the last',
    most: 1,
    run: getMessages,
  },
};

function getMessages({ wiretap, now }: CommandContext, [from = 0]: readonly unknown[]): unknown {
  const first = toInteger(from, 'from');
  if (first < 0) throw new CommandError(RPC_INVALID_PARAMETER, 'from must not be negative');
  return wiretap.events(first, now);
}
