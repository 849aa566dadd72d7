/**
 * Bugs that the simulator must find: each is put into the parts of every node as it opens, and
 * stands for a mistake that such a program may well have. None of them is in the program.
 */

import { type Batch, SimDisk } from './disk.ts';
import { RuleError } from '../../src/consensus/rule-error.ts';
import type { Plant } from './options.ts';

/** A disk that writes a part of a batch when its process is killed in the middle. */
class TearingDisk extends SimDisk {
  protected override apply(batch: Batch): void {
    super.apply(batch.slice(0, Math.ceil(batch.length / 2)));
  }
}

export const PLANTS: readonly Plant[] = [
  {
    name: 'a body that was asked for and did not come is never asked for again',
    infect: ({ node }) => {
      const download = node['network'].sync['download'];
      download['free'] = (peer, handle) => void peer.inFlight.delete(handle);
    },
  },
  {
    name: 'a store tears the batch that a crash interrupts',
    createDisk: (...parts) => new TearingDisk(...parts),
  },
  {
    name: 'of equal work the branch seen last wins',
    infect: ({ chain }) => {
      const branches = chain['branches'];
      const { index } = chain;
      const lead = (left: number, right: number) => index.chainWork(left) - index.chainWork(right);
      const wins = (left: number, right: number) =>
        lead(left, right) > 0n || (lead(left, right) === 0n && left > right);
      branches['hasMoreWork'] = wins;
      branches['isBetter'] = wins;
    },
  },
  {
    name: 'a reorganisation leaves the rewards of lost blocks in the coin set',
    infect: ({ chain }) => {
      const { coins } = chain;
      const spend = coins.spend.bind(coins);
      coins.spend = (key) => {
        if (coins.get(key)?.coinbase !== true) spend(key);
      };
    },
  },
  {
    name: 'a peer is punished for a block from the near future',
    infect: ({ chain }) => {
      const acceptHeader = chain.acceptHeader.bind(chain);
      chain.acceptHeader = (header, nowSeconds) => {
        try {
          return acceptHeader(header, nowSeconds);
        } catch (error) {
          if (!(error instanceof RuleError) || error.blame !== 'early') throw error;
          throw new RuleError(error.code, 'invalid', error.message);
        }
      };
    },
  },
  {
    name: 'a link that died without a word is kept',
    infect: ({ node }) => {
      const network = node['network'];
      const tick = network.tick.bind(network);
      network.tick = (now) => {
        for (const peer of network.peers.values()) peer.heardAt = now;
        tick(now);
      };
    },
  },
];
