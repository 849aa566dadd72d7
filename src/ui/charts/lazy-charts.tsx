/** The charts, fetched when they are first opened: they bring a library of their own. */

import type { NodeSnapshot } from '../../node/api.ts';
import { usePart } from '../components/use-part.ts';
import { say } from '../language/say.ts';
import type { NodeActions } from '../state.ts';

interface LazyChartsProps {
  readonly snapshot: NodeSnapshot;
  readonly actions: NodeActions | undefined;
}

export function LazyCharts({ snapshot, actions }: LazyChartsProps) {
  const part = usePart(() => import('./charts-view.tsx'));
  if (part === 'failed') {
    return (
      <p>
        {say(
          'This part of the page did not load. Nothing of the chain is lost: reload the page ' +
            'once the server is back.',
        )}
      </p>
    );
  }
  if (part === undefined || actions === undefined) {
    return <p class="quiet">{say('Opening the charts')}</p>;
  }
  const { ChartsView } = part;
  return <ChartsView snapshot={snapshot} actions={actions} />;
}
