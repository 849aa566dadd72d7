/** A block of the strip. Its element lives as long as its hash, so that it can be seen to move. */

import { useState } from 'preact/hooks';
import { Age } from '../components/age.tsx';
import { Miner } from '../components/miner.tsx';
import { minerMark } from '../colour.ts';
import { formatHeight, shortHash } from '../format.ts';
import { cardLabel, cardState, minerName, minerNote } from '../block-words.ts';
import type { Cell } from './layout.ts';
import type { Point } from './geometry.ts';

/** PROTOCOL 3: the weight a block may have. */
const BLOCK_MAX_WEIGHT = 400_000;

interface BlockCardProps {
  readonly cell: Cell;
  readonly corner: Point;
  readonly isTip: boolean;
  readonly selected: boolean;
  readonly tabbable: boolean;
  /** False while the strip is drawn for the first time: what was already there does not arrive. */
  readonly arrives: boolean;
  readonly select: (hash: string) => void;
}

export function BlockCardView(props: BlockCardProps) {
  const { cell, corner, isTip, selected, tabbable, select } = props;
  const { card } = cell;
  const [arriving] = useState(props.arrives);
  return (
    <button
      type="button"
      class={arriving ? 'block-card arriving' : 'block-card'}
      style={{ translate: `${corner.x}px ${corner.y}px` }}
      data-testid="block-card"
      data-hash={card.hash}
      data-height={card.height}
      data-state={card.state}
      data-miner={card.miner}
      data-tip={isTip || undefined}
      data-hue={card.miner === '' ? undefined : minerMark(card.miner).hue}
      aria-pressed={selected}
      aria-label={cardLabel(card)}
      tabIndex={tabbable ? 0 : -1}
      onClick={() => select(card.hash)}
      onFocus={() => select(card.hash)}
    >
      <CardFace cell={cell} />
    </button>
  );
}

function CardFace({ cell: { card } }: { readonly cell: Cell }) {
  return (
    <>
      <span class="card-top">
        <span class="card-height">{formatHeight(card.height)}</span>
        <Age timeSeconds={card.time} />
      </span>
      <span class="hash">{shortHash(card.hash)}</span>
      <Miner name={card.miner} label={minerName(card)} note={minerNote(card)} />
      <span class="card-state">{card.height === 0 ? 'Genesis' : cardState(card)}</span>
      {card.state === 'active' && <Fill weight={card.weight} />}
    </>
  );
}

function Fill({ weight }: { readonly weight: number }) {
  const share = Math.min(1, weight / BLOCK_MAX_WEIGHT);
  return (
    <span class="fill" title={`${Math.round(share * 100)}\u00a0% of a block's weight`}>
      <span style={{ width: `${Math.max(2, share * 100)}%` }} />
    </span>
  );
}
