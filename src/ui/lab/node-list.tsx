/** All nodes in words and figures, each virtual one with its share of the hashes and its end. */

import { type LabSnapshot, type NodeRef, SELF, type VirtualNode } from '../../lab/api.ts';
import type { NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { Icon } from '../components/icon.tsx';
import { Miner } from '../components/miner.tsx';
import { Slider } from '../components/slider.tsx';
import { formatAmount, formatHashRate, formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { Branch } from './branches.ts';
import { isolated } from './names.ts';

interface NodeListProps {
  readonly lab: LabSnapshot;
  readonly own: NodeSnapshot;
  readonly branches: readonly Branch[];
  readonly share: (ref: NodeRef, percent: number) => void;
  readonly remove: (ref: NodeRef) => void;
  /** Makes a block at once. */
  readonly make: (ref: NodeRef) => void;
}

const SHARE_STEP = 5;

export function NodeList({ lab, own, branches, share, remove, make }: NodeListProps) {
  const isSandbox = own.room.kind === 'sandbox';
  const letters = new Map(
    branches.flatMap(({ letter, nodes }) => nodes.map(({ ref }) => [ref, letter] as const)),
  );
  const letterOf = (ref: NodeRef) => (branches.length > 1 ? letters.get(ref) : undefined);
  return (
    <section class="lab-nodes" aria-labelledby="lab-nodes">
      <h4 id="lab-nodes">{say('Nodes')}</h4>
      <p class="quiet">
        {isSandbox
          ? say('Blocks of a sandbox room cost no work: any node makes one when it is told to.')
          : say('The laboratory searches with {rate}; the shares say for whom.', {
              rate: formatHashRate(lab.hashesPerSecond),
            })}
      </p>
      <ul>
        <li class="lab-node">
          <p class="lab-node-head">
            <Miner name={own.minerName} note={say('(this tab)')} />
            <Letter letter={letterOf(SELF)} />
          </p>
          <p class="lab-node-facts quiet">
            <span>{say('block {height}', { height: formatHeight(own.height) })}</span>
            <span>{sayCount(own.peers.length, '{count} peer', '{count} peers')}</span>
            {!isSandbox && (
              <a class="place" href={addressOf(own.room.code, 'mine')}>
                {own.mining.state === 'mining'
                  ? say('mines by itself: {rate}', {
                      rate: formatHashRate(own.mining.hashesPerSecond),
                    })
                  : say('does not mine')}
              </a>
            )}
            {isSandbox && <MakeButton make={() => make(SELF)} name={isolated(own.minerName)} />}
          </p>
        </li>
        {lab.nodes.map((node) => (
          <VirtualLine
            key={node.ref}
            node={node}
            letter={letterOf(node.ref)}
            share={(percent) => share(node.ref, percent)}
            remove={() => remove(node.ref)}
            make={isSandbox ? () => make(node.ref) : undefined}
          />
        ))}
      </ul>
    </section>
  );
}

function failedWords({ minerName }: VirtualNode): string {
  return minerName === ''
    ? say('The browser did not start it.')
    : say('It stopped with the worker that all virtual nodes share.');
}

function Letter({ letter }: { readonly letter: string | undefined }) {
  if (letter === undefined) return null;
  return (
    <span class="branch-letter" data-branch={letter}>
      <span class="visually-hidden">{say('on branch')} </span>
      {letter}
    </span>
  );
}

function MakeButton({ make, name }: { readonly make: () => void; readonly name: string }) {
  return (
    <button
      type="button"
      class="text-button lab-make"
      data-testid="lab-make"
      aria-label={say('Make a block: {name}', { name })}
      onClick={make}
    >
      {say('Make a block')}
    </button>
  );
}

interface LineProps {
  readonly node: VirtualNode;
  readonly letter: string | undefined;
  readonly share: (percent: number) => void;
  readonly remove: () => void;
  /** Only where blocks cost no work. */
  readonly make: (() => void) | undefined;
}

function VirtualLine({ node, letter, share, remove, make }: LineProps) {
  const { ref, minerName, state } = node;
  const name = isolated(minerName);
  return (
    <li
      class="lab-node"
      data-testid="lab-node-line"
      data-ref={ref}
      data-state={state}
      data-height={node.height}
      data-tip={node.tip}
    >
      <p class="lab-node-head">
        <Miner name={minerName} label={minerName === '' ? say('A new node') : minerName} />
        <Letter letter={letter} />
        <button
          type="button"
          class="icon-button"
          data-testid="lab-remove"
          aria-label={say('Remove {name}', { name })}
          title={say('Remove {name}', { name })}
          onClick={remove}
        >
          <Icon name="close" />
        </button>
      </p>
      {state === 'running' ? (
        <>
          <p class="lab-node-facts quiet">
            <span>{say('block {height}', { height: formatHeight(node.height) })}</span>
            <span>{sayCount(node.peers, '{count} peer', '{count} peers')}</span>
            {node.mempool > 0 && (
              <span>
                {sayCount(node.mempool, '{count} payment waits', '{count} payments wait')}
              </span>
            )}
            {node.spendable + node.immature > 0 && (
              <span>{formatAmount(node.spendable + node.immature)}</span>
            )}
            {make !== undefined && <MakeButton make={make} name={name} />}
          </p>
          {make === undefined && (
            <Slider
              id={`share-${ref}`}
              label={say('Share of hashes')}
              spoken={(percent) =>
                say('{name} has {share} % of the laboratory’s hashes', { name, share: percent })
              }
              testId="lab-share"
              range={[0, 100, SHARE_STEP]}
              value={node.share}
              text={(percent) => `${percent}\u00a0%`}
              change={share}
            />
          )}
        </>
      ) : (
        <p class="quiet">{state === 'starting' ? say('starting') : failedWords(node)}</p>
      )}
    </li>
  );
}
