/** The room overview, fetched when it is opened. */

import type { NodeSnapshot } from '../../node/api.ts';
import { usePart } from '../components/use-part.ts';
import { say } from '../language/say.ts';

interface LazyOverviewProps {
  readonly snapshot: NodeSnapshot;
  /** The room's whole link. */
  readonly link: string;
}

export function LazyOverview({ snapshot, link }: LazyOverviewProps) {
  const part = usePart(() => import('./overview-view.tsx'));
  if (part === undefined) return <p class="quiet">{say('Opening the overview')}</p>;
  if (part === 'failed') {
    return (
      <p class="quiet">
        {say('This part of the page did not load: reload the page once the network is back.')}
      </p>
    );
  }
  const { OverviewView } = part;
  return <OverviewView snapshot={snapshot} link={link} />;
}
