/** From the page's state to the view of forgeries: opens the laboratory and its forger. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Forger, Laboratory } from '../../lab/api.ts';
import type { NodeSnapshot } from '../../node/api.ts';
import { say } from '../language/say.ts';
import type { AppState } from '../state.ts';
import { ForgeView } from './forge-view.tsx';

interface ForgeDoorProps {
  readonly snapshot: NodeSnapshot;
  readonly state: AppState;
  /** Brings one more virtual node in. */
  readonly addNode: () => void;
}

interface Opened {
  readonly laboratory: Laboratory;
  readonly forger: Forger;
}

export function ForgeDoor({ snapshot, state, addNode }: ForgeDoorProps) {
  const opened = useSignal<Opened | 'failed' | undefined>(undefined);
  useEffect(() => {
    let isOver = false;
    open(state).then(
      (both) => isOver || (opened.value = both),
      () => isOver || (opened.value = 'failed'),
    );
    return () => void (isOver = true);
  }, []);
  if (opened.value === undefined) {
    return <p class="quiet lab-opening">{say('Opening the laboratory')}</p>;
  }
  if (opened.value === 'failed') {
    return (
      <p>
        {say(
          'This part of the page did not load. Links and chain are untouched: reload the page ' +
            'once the server is back.',
        )}
      </p>
    );
  }
  return <ForgeView {...opened.value} snapshot={snapshot} addNode={addNode} />;
}

/** Its Worker is there once, however often the view is opened. */
const openings = new WeakMap<AppState, Promise<Opened>>();

function open(state: AppState): Promise<Opened> {
  const known = openings.get(state);
  if (known !== undefined) return known;
  const opening = openBoth(state);
  openings.set(state, opening);
  opening.catch(() => openings.delete(state));
  return opening;
}

async function openBoth({ openForger, openLaboratory }: AppState): Promise<Opened> {
  const [laboratory, forger] = await Promise.all([openLaboratory.value!(), openForger.value!()]);
  return { laboratory, forger };
}
