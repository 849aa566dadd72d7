/** A block of the strip. Its element lives as long as its hash, so that it can be seen to move. */

import type { Signal } from '@preact/signals';
import { Age } from '../components/age.tsx';
import { MinerShape } from '../components/miner.tsx';
import { minerMark } from '../colour.ts';
import { formatHeight, formatPercent, shortHash } from '../format.ts';
import { cardState, minerName } from '../block-words.ts';
import { say } from '../language/say.ts';
import type { Cell } from './layout.ts';
import type { Move } from './moves.ts';

/** PROTOCOL 3: the weight a block may have. */
export const BLOCK_MAX_WEIGHT = 400_000;

interface BlockCardProps {
  readonly cell: Cell;
  /** Its top right corner on the belt, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly isTip: boolean;
  readonly isChosen: boolean;
  readonly tabbable: boolean;
  readonly move: Move | undefined;
  /** The hash of the chosen one. */
  readonly selected: Signal<string | undefined>;
}

/** Its props stay the same ones while nothing changes: it is not drawn with each snapshot. */
export function BlockCardView(props: BlockCardProps) {
  const { cell, x, y, isTip, isChosen, tabbable, move, selected } = props;
  const { card } = cell;
  const choose = () => (selected.value = card.hash);
  return (
    <button
      type="button"
      class="block-card"
      style={{ translate: `${x}px ${y}px`, '--order': move?.order ?? 0 }}
      data-testid="block-card"
      data-hash={card.hash}
      data-height={card.height}
      data-state={card.state}
      data-miner={card.miner}
      data-tip={isTip || undefined}
      data-move={move?.kind}
      data-hue={card.miner === '' ? undefined : minerMark(card.miner).hue}
      aria-pressed={isChosen}
      tabIndex={tabbable ? 0 : -1}
      onClick={choose}
      onFocus={choose}
    >
      <CardFace cell={cell} />
    </button>
  );
}

/** What it shows is its name for those who hear it, but for sixteen digits of its hash. */
function CardFace({ cell: { card } }: { readonly cell: Cell }) {
  const isGenesis = card.height === 0;
  const name = isGenesis ? say('Genesis') : minerName(card);
  return (
    <>
      <span class="card-top">
        <span class="card-height">
          <span class="visually-hidden">{say('Block')} </span>
          {formatHeight(card.height)}
        </span>{' '}
        <Age timeSeconds={card.time} />
      </span>{' '}
      <span class="card-miner">
        {card.miner !== '' && <MinerShape name={card.miner} />}
        <bdi class="inert card-name" title={name}>
          {name}
        </bdi>
      </span>{' '}
      <span class="hash" aria-hidden="true">
        {shortHash(card.hash)}
      </span>
      <span class="card-foot">
        <span class="card-state">{isGenesis ? minerName(card) : cardState(card)}</span>{' '}
        {card.own && <span class="own-mark">{say('you')}</span>}
      </span>
      {card.state === 'active' && <Fill weight={card.weight} />}
    </>
  );
}

export function Fill({ weight }: { readonly weight: number }) {
  const share = Math.min(1, weight / BLOCK_MAX_WEIGHT);
  return (
    <span class="fill" title={say('{share} full', { share: formatPercent(share) })}>
      <span style={{ width: `${Math.max(2, share * 100)}%` }} />
    </span>
  );
}
