/** From the page's state to the laboratory's view; its desk outlives the view. */

import type { NodeSnapshot } from '../../node/api.ts';
import type { AppState } from '../state.ts';
import { createDesk, type Desk } from './desk.ts';
import { ForgeDoor } from './forge-door.tsx';
import { LabView } from './lab-view.tsx';

interface LabDoorProps {
  readonly snapshot: NodeSnapshot;
  readonly state: AppState;
  readonly path: readonly string[];
}

/** What a step has done is looked at for so long. */
const REST_MS = 1_600;

const desks = new WeakMap<AppState, Desk>();

export function LabDoor({ snapshot, state, path }: LabDoorProps) {
  const desk = deskOf(state);
  const forging = path[1] === 'forge' && (
    <ForgeDoor snapshot={snapshot} state={state} addNode={() => void desk.add(1)} />
  );
  return <LabView snapshot={snapshot} desk={desk} path={path} forging={forging || undefined} />;
}

function deskOf(state: AppState): Desk {
  const known = desks.get(state);
  if (known !== undefined) return known;
  const desk = createDesk({
    own: state.snapshot,
    open: () => state.openLaboratory.value!(),
    holdOwnMining: (isHeld) => state.actions.value!.mining.holdForMeasuring('experiment', isHeld),
    rest: () => new Promise((resolve) => setTimeout(resolve, REST_MS)),
  });
  desks.set(state, desk);
  return desk;
}
