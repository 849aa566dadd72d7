/** One line about one block in full: the one that was picked, otherwise the tip. */

import { addressOf } from '../address.ts';
import { CopyButton } from '../components/controls.tsx';
import { Miner } from '../components/miner.tsx';
import { Icon } from '../components/icon.tsx';
import { formatCount, formatHeight, formatMoment, isoMoment } from '../format.ts';
import { say, toSay } from '../language/say.ts';
import { cardState, minerName, minerNote } from '../block-words.ts';
import type { Cell } from './layout.ts';

const TIP = toSay('Tip {height}');
const BLOCK = toSay('Block {height}');

interface ReadoutProps {
  /** The room's code. */
  readonly code: string;
  readonly cell: Cell | undefined;
  readonly isTip: boolean;
  /** Back to following the tip; absent where nothing was picked. */
  readonly close: (() => void) | undefined;
}

export function Readout({ code, cell, isTip, close }: ReadoutProps) {
  if (cell === undefined) return null;
  const { card } = cell;
  return (
    <div class="readout">
      <span class="readout-title">
        {say(isTip ? TIP : BLOCK, { height: formatHeight(card.height) })}
      </span>
      <code class="hash-full" data-hash={card.hash}>
        {card.hash}
      </code>
      <CopyButton text={card.hash} label={say('Copy this block’s hash')} class="icon-button" />
      <span class="readout-facts">
        <Miner name={card.miner} label={minerName(card)} note={minerNote(card)} />
        <span>{cardState(card)}</span>
        {card.weight > 0 && (
          <span>{say('weight {weight}', { weight: formatCount(card.weight) })}</span>
        )}
        <time dateTime={isoMoment(card.time * 1000)}>{formatMoment(card.time * 1000)}</time>
        {card.state !== 'pending' && (
          <a
            class="readout-look"
            href={addressOf(code, 'block', card.hash)}
            data-testid="look-inside"
          >
            {say('Look inside')}
          </a>
        )}
      </span>
      {close !== undefined && (
        <button
          type="button"
          class="icon-button"
          aria-label={say('Follow the tip again')}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
