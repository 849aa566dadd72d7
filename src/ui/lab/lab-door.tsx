/** From the page's state to the laboratory's view; its desk outlives the view. */

import type { NodeSnapshot } from '../../node/api.ts';
import type { AppState } from '../state.ts';
import { createDesk, type Desk } from './desk.ts';
import { LabView } from './lab-view.tsx';

interface LabDoorProps {
  readonly snapshot: NodeSnapshot;
  readonly state: AppState;
  readonly path: readonly string[];
}

const desks = new WeakMap<AppState, Desk>();

export function LabDoor({ snapshot, state, path }: LabDoorProps) {
  return <LabView snapshot={snapshot} desk={deskOf(state)} path={path} />;
}

function deskOf(state: AppState): Desk {
  const known = desks.get(state);
  if (known !== undefined) return known;
  const desk = createDesk({
    own: state.snapshot,
    open: () => state.openLaboratory.value!(),
    holdOwnMining: (isHeld) => state.actions.value!.mining.holdForMeasuring(isHeld),
  });
  desks.set(state, desk);
  return desk;
}
