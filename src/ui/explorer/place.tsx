/** Links between the things of a room: each opens in any tab of it. */

import type { ComponentChildren } from 'preact';
import { addressOf } from '../address.ts';
import { shortHash } from '../format.ts';

interface PlaceProps {
  /** The room's code. */
  readonly code: string;
  readonly path: readonly string[];
  readonly children: ComponentChildren;
  readonly title?: string;
}

export function Place({ code, path, children, title }: PlaceProps) {
  return (
    <a class="place" href={addressOf(code, ...path)} title={title}>
      {children}
    </a>
  );
}

interface HashPlaceProps {
  readonly code: string;
  readonly kind: 'block' | 'tx';
  readonly hash: string;
  /** The block that a transaction is in, so that nobody has to look for it. */
  readonly within?: string | undefined;
}

export function HashPlace({ code, kind, hash, within }: HashPlaceProps) {
  const path = within === undefined ? [kind, hash] : [kind, hash, within];
  return (
    <Place code={code} path={path} title={hash}>
      <span class="hash">{shortHash(hash)}</span>
    </Place>
  );
}

export function AddressPlace({
  code,
  address,
}: {
  readonly code: string;
  readonly address: string;
}) {
  return (
    <Place code={code} path={['address', address]} title={address}>
      <span class="hash">{shortHash(address)}</span>
    </Place>
  );
}
