/** The joined transport of the node's worker as the page steers it, by Comlink. */

import { expose, type Remote, transfer, wrap } from 'comlink';
import type { CutName, FarLink, JoinedTransport } from './joined.ts';
import { portTransport } from './port.ts';

interface WireJoined {
  attach(port: MessagePort): void;
  detach(): void;
  cut(name: CutName): void;
  heal(name: CutName): void;
  links(): readonly FarLink[];
}

/** What the page may do to its node's links. */
export interface Switches {
  /** Links the node to what serves a transport at the other end of this port. */
  attach(port: MessagePort): void;
  detach(): void;
  cut(name: CutName): void;
  heal(name: CutName): void;
  links(): Promise<readonly FarLink[]>;
}

export function exposeSwitches(joined: JoinedTransport, port: MessagePort): void {
  const api: WireJoined = {
    attach: (near) => joined.attach(portTransport(near)),
    detach: () => joined.detach(),
    cut: (name) => joined.cut(name),
    heal: (name) => joined.heal(name),
    links: () => joined.links(),
  };
  expose(api, port);
}

export function wrapSwitches(port: MessagePort): Switches {
  const remote: Remote<WireJoined> = wrap<WireJoined>(port);
  return {
    attach: (near) => void remote.attach(transfer(near, [near])),
    detach: () => void remote.detach(),
    cut: (name) => void remote.cut(name),
    heal: (name) => void remote.heal(name),
    links: () => remote.links(),
  };
}
