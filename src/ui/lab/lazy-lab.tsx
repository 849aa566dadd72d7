/** The laboratory's part of the page, fetched when it is first opened. */

import type { NodeSnapshot } from '../../node/api.ts';
import { usePart } from '../components/use-part.ts';
import { say } from '../language/say.ts';
import type { AppState } from '../state.ts';

interface LazyLabProps {
  readonly snapshot: NodeSnapshot;
  readonly state: AppState;
  readonly path: readonly string[];
}

export function LazyLab({ snapshot, state, path }: LazyLabProps) {
  const part = usePart(() => import('./lab-door.tsx'));
  if (part === 'failed') {
    return (
      <p>
        {say(
          'This part of the page did not load. Links and chain are untouched: reload it once ' +
            'the network is back.',
        )}
      </p>
    );
  }
  if (part === undefined) return <p class="quiet">{say('Opening the laboratory')}</p>;
  const { LabDoor } = part;
  return <LabDoor snapshot={snapshot} state={state} path={path} />;
}
