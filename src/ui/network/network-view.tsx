/**
 * The network as this tab sees it: a map, a table, every message; and a page for each peer. While
 * it is open the node keeps what passes on the wire; the node stops when nobody asks any more.
 */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { inertText } from '../../util/text.ts';
import { formatCount, formatMoment } from '../format.ts';
import { say } from '../language/say.ts';
import { ruleOf } from '../lab/forge-rules.ts';
import type { NodeActions } from '../state.ts';
import { useLagging } from '../status/patience.ts';
import { Inspector } from '../wire/inspector.tsx';
import { useWire } from '../wire/use-wire.ts';
import { type LinkNames, named } from '../wire/wire-log.ts';
import { networkSentence } from './details-words.ts';
import { NetworkMap } from './network-map.tsx';
import { patientPeer } from './peer-order.ts';
import { PeerTable } from './peer-table.tsx';
import { PeerView } from './peer-view.tsx';
import { useDetails } from './use-details.ts';
import '../styles/explorer.css';
import '../styles/network.css';

interface NetworkViewProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions;
  /** As the address names it: 'network', and the key of a peer. */
  readonly path: readonly string[];
}

export function NetworkView({ snapshot: now, actions, path: [, peer] }: NetworkViewProps) {
  const lagging = useLagging(now);
  const peers = now.peers.map((row) => patientPeer(row, lagging.includes(row)));
  const snapshot = { ...now, peers };
  const log = useWire(actions).value;
  const details = useDetails(actions).value;
  const known = useRef<LinkNames>(new Map());
  known.current = named(known.current, snapshot.peers);
  const names = known.current;
  const { code } = snapshot.room;
  const top = useRef<HTMLElement>(null);
  useEffect(() => {
    top.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [peer]);
  return (
    <section class="network" ref={top} tabIndex={-1} aria-label={say('Network')}>
      {peer === undefined ? (
        <>
          <h2>{say('Network')}</h2>
          <p class="network-sentence" data-testid="network-sentence">
            {networkSentence(snapshot)}
            {snapshot.peers.length === 0 && snapshot.networkActive && (
              <a class="text-button" href={addressOf(code)} target="_blank" rel="noopener">
                {say('Open another tab')}
              </a>
            )}
          </p>
          <NetworkMap snapshot={snapshot} details={details} log={log} />
          {snapshot.peers.length > 0 && <PeerTable snapshot={snapshot} details={details} />}
          <Refusals snapshot={snapshot} />
          <Inspector log={log} names={names} code={code} />
        </>
      ) : (
        <>
          <nav class="network-head" aria-label={say('Way back')}>
            <a class="text-button" href={addressOf(code, 'network')}>
              ← {say('Network')}
            </a>
          </nav>
          <PeerView snapshot={snapshot} details={details} log={log} names={names} name={peer} />
        </>
      )}
    </section>
  );
}

const CODE_MAX_CHARACTERS = 40;

/** Who broke a rule lately; folded away, for it is rare. */
function Refusals({ snapshot }: { readonly snapshot: NodeSnapshot }) {
  const isOpen = useSignal(false);
  const refused = snapshot.notices.filter(({ kind }) => kind === 'peer-refused').toReversed();
  if (refused.length === 0) return null;
  return (
    <details
      class="refusals"
      open={isOpen.value}
      onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}
    >
      <summary>
        {say('Who broke a rule lately: {count}', { count: formatCount(refused.length) })}
      </summary>
      <ul>
        {refused.map(({ id, at, facts }) => (
          <li key={id}>
            <bdi class="inert">{String(facts['name'] ?? say('A tab without a name'))}</bdi>{' '}
            <code>{inertText(String(facts['code']), CODE_MAX_CHARACTERS)}</code>{' '}
            {say(ruleOf(String(facts['code'])).rule)} <span class="quiet">{formatMoment(at)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
