/** The inputs that are the peer protocol's affair, handed on to it. */

import type { Network } from '../net/network.ts';
import type { Input } from './ports.ts';

const TYPES = ['found', 'missed', 'signal', 'up', 'message', 'backlog', 'down'] as const;

export type NetworkInput = Extract<Input, { readonly type: (typeof TYPES)[number] }>;

export function isNetworkInput(input: Input): input is NetworkInput {
  return (TYPES as readonly string[]).includes(input.type);
}

export function tellNetwork(network: Network, input: NetworkInput, now: number): void {
  switch (input.type) {
    case 'found':
      return network.found(input.peer, now);
    case 'missed':
      return network.missed(input.peer, input.reason, now);
    case 'signal':
      return network.mesh.neighbours.send(input.peer, input.payload, now);
    case 'up':
      return network.up(input, now);
    case 'message':
      return network.message(input.link, input.bytes, now);
    case 'backlog':
      return network.backlog(input.link, input.sizeBytes, now);
    case 'down':
      return network.down(input.link, now);
  }
}
