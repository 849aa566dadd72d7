/**
 * The explorer: blocks, transactions and addresses of the room's chain, each under an address of
 * its own that opens in any tab of the room. Fetched when the first of them is opened.
 */

import { useEffect, useRef } from 'preact/hooks';
import { addressOf } from '../address.ts';
import { say } from '../language/say.ts';
import { AddressView } from './address-view.tsx';
import { BlockView } from './block-view.tsx';
import type { ExplorerProps } from './explorer-props.ts';
import { SearchView } from './search-view.tsx';
import { TransactionView } from './transaction-view.tsx';
import '../styles/explorer.css';

interface ExplorerViewProps extends ExplorerProps {
  /** As the address names it: the kind of thing, and its name. */
  readonly path: readonly string[];
}

export function ExplorerView({ path, ...props }: ExplorerViewProps) {
  const top = useRef<HTMLElement>(null);
  const place = path.join('/');
  useEffect(() => {
    // Whoever follows a link goes on reading, or hearing, at the top of what it leads to.
    top.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [place]);
  return (
    <section class="explorer" ref={top} tabIndex={-1} aria-label={say('Explorer')}>
      <nav class="explorer-head" aria-label={say('Way back')}>
        <a class="text-button" href={addressOf(props.code)}>
          ← {say('Live')}
        </a>
      </nav>
      <Thing key={place} path={path} {...props} />
    </section>
  );
}

function Thing({ path, ...props }: ExplorerViewProps) {
  const [kind, name = '', within] = path;
  switch (kind) {
    case 'block':
      return <BlockView {...props} name={name} />;
    case 'tx':
      return <TransactionView {...props} txid={name} within={within} />;
    case 'address':
      return <AddressView {...props} address={name} />;
    default:
      return <SearchView {...props} text={name} />;
  }
}
