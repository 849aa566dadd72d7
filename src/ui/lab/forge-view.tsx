/** The experiment "What if somebody lies?": forgeries of the real chain, shown to every node. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Forger, Laboratory, LabSnapshot } from '../../lab/api.ts';
import type { NodeSnapshot } from '../../node/api.ts';
import { say, sayCount } from '../language/say.ts';
import '../styles/explorer.css';
import '../styles/forge.css';
import '../styles/network.css';
import { ForgeCard } from './forge-card.tsx';
import { ForgeTamper } from './forge-tamper.tsx';
import { STARTED_KINDS } from './forge-words.ts';

interface ForgeViewProps {
  readonly laboratory: Pick<Laboratory, 'snapshot' | 'subscribe'>;
  readonly forger: Forger;
  readonly snapshot: NodeSnapshot;
  readonly addNode: () => void;
}

export function ForgeView({ laboratory, forger, snapshot, addNode }: ForgeViewProps) {
  const lab = useSignal<LabSnapshot>(laboratory.snapshot());
  const busy = useSignal(false);
  useEffect(() => laboratory.subscribe((next) => (lab.value = next)), [laboratory]);
  // Who leaves does not go on lying.
  useEffect(() => () => forger.stop(), [forger]);
  const running = lab.value.nodes.filter(({ state }) => state === 'running').length;
  const isAdding = lab.value.nodes.some(({ state }) => state === 'starting');
  const add = () => isAdding || addNode();
  const parts = { forger, snapshot, lab: lab.value, busy };
  return (
    <section class="forge" aria-labelledby="forge-title" data-testid="forge">
      <h3 id="forge-title">{say('What if somebody lies?')}</h3>
      <div class="forge-lead">
        <p>
          {say(
            'A forger comes into the room under a key of its own, and hands each node something ' +
              'false, made of the bytes of your real chain.',
          )}
        </p>
        <p>{say('Every forgery keeps all rules but one, and does the work that it claims.')}</p>
        <p>
          {say(
            'The nodes judge as they always do; nothing is weakened for it, and nobody but them ' +
              'is shown it.',
          )}
        </p>
        <p class="forge-audience">
          <span data-testid="forge-audience" data-nodes={1 + running}>
            {running === 0
              ? say('It is shown to this tab’s node alone.')
              : sayCount(
                  running,
                  'It is shown to this tab’s node and to {count} virtual node.',
                  'It is shown to this tab’s node and to {count} virtual nodes.',
                )}
          </span>
          <button
            type="button"
            class="text-button"
            aria-disabled={isAdding}
            data-testid="forge-add"
            onClick={add}
          >
            {isAdding ? say('A virtual node is starting') : say('Add a virtual node')}
          </button>
        </p>
      </div>
      <div class="forge-cards">
        {STARTED_KINDS.map((kind) => (
          <ForgeCard key={kind} kind={kind} {...parts} />
        ))}
      </div>
      <ForgeTamper {...parts} />
    </section>
  );
}
