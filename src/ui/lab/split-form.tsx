/** Two sides, chosen node by node, and the cut between them. */

import { useSignal } from '@preact/signals';
import { type NodeRef, ROOM } from '../../lab/api.ts';
import { say, sayCount } from '../language/say.ts';
import type { StageNode } from './lab-nodes.ts';
import { labelOf } from './names.ts';

interface SplitFormProps {
  readonly nodes: readonly StageNode[];
  /** Links that are cut: the stage, which shows them, may be far up. */
  readonly cuts: number;
  readonly split: (left: readonly NodeRef[], right: readonly NodeRef[]) => void;
  readonly heal: () => void;
}

type Side = 'A' | 'B';
const SIDES: readonly Side[] = ['A', 'B'];

export function SplitForm({ nodes, cuts, split, heal }: SplitFormProps) {
  const chosen = useSignal<Readonly<Record<NodeRef, Side>>>({});
  const ours = nodes.filter(({ kind, state }) => kind !== 'peer' && state !== 'failed');
  const sideOf = (ref: NodeRef, at: number): Side =>
    chosen.value[ref] ?? (at < Math.ceil(ours.length / 2) ? 'A' : 'B');
  const on = (side: Side) =>
    ours.filter(({ ref }, at) => sideOf(ref, at) === side).map(({ ref }) => ref);
  const isOneSided = SIDES.some((side) => on(side).length === 0);
  const cut = () => {
    if (isOneSided) return;
    const [left, right] = [on('A'), on('B')];
    // Peers in other tabs reach this one only: they stay with it.
    const withRoom = (side: NodeRef[]) => (side.includes(ours[0]!.ref) ? [...side, ROOM] : side);
    split(withRoom(left), withRoom(right));
  };
  return (
    <section class="lab-split" aria-labelledby="lab-split">
      <h4 id="lab-split">{say('Split these nodes')}</h4>
      <p class="quiet">
        {say(
          'Choose a side for each node of this page. Other tabs stay linked with this one and ' +
            'with each other: a laboratory cuts no links but its own.',
        )}
      </p>
      <ul>
        {ours.map((node, at) => (
          <li key={node.ref}>
            <fieldset class="side">
              <legend class="inert">{labelOf(node)}</legend>
              {SIDES.map((side) => (
                <label key={side} class="side-choice">
                  <input
                    type="radio"
                    name={`side-${node.ref}`}
                    checked={sideOf(node.ref, at) === side}
                    data-testid={`lab-side-${side}`}
                    data-ref={node.ref}
                    onChange={() => (chosen.value = { ...chosen.value, [node.ref]: side })}
                  />
                  {side}
                </label>
              ))}
            </fieldset>
          </li>
        ))}
      </ul>
      <div class="button-row">
        <button
          type="button"
          class="button"
          aria-disabled={isOneSided}
          data-testid="lab-partition"
          onClick={cut}
        >
          {say('Cut A from B')}
        </button>
        {cuts > 0 && (
          <button type="button" class="button" data-testid="lab-split-heal" onClick={heal}>
            {say('Heal all links')}
          </button>
        )}
      </div>
      {isOneSided && <p class="quiet">{say('Both sides need a node.')}</p>}
      {cuts > 0 && (
        <p class="quiet">{sayCount(cuts, '{count} link is cut.', '{count} links are cut.')}</p>
      )}
    </section>
  );
}
