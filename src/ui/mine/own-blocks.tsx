/** The newest blocks of this tab, with those that lost their race, to whom and why. */

import { useSignal } from '@preact/signals';
import type { OwnBlock } from '../../node/api.ts';
import { Age } from '../components/age.tsx';
import { Miner } from '../components/miner.tsx';
import { formatHeight, shortHash } from '../format.ts';
import { say, sayCount, sayWith } from '../language/say.ts';
import { lossSentence, ownBlockWords } from './words.ts';

const SHOWN_AT_FIRST = 4;

export function OwnBlocks({ blocks }: { readonly blocks: readonly OwnBlock[] }) {
  const isWhole = useSignal(false);
  const shown = isWhole.value ? blocks : blocks.slice(0, SHOWN_AT_FIRST);
  const more = blocks.length - SHOWN_AT_FIRST;
  return (
    <>
      <ol class="own-blocks" aria-label={say('Blocks of this tab, newest first')}>
        {shown.map((block) => (
          <OwnBlockLine key={block.hash} block={block} />
        ))}
      </ol>
      {more > 0 && (
        <button
          type="button"
          class="text-button"
          data-testid="own-blocks-more"
          aria-expanded={isWhole.value}
          onClick={() => (isWhole.value = !isWhole.value)}
        >
          {isWhole.value
            ? say('Show the newest only')
            : sayCount(more, 'Show {count} earlier block', 'Show {count} earlier blocks')}
        </button>
      )}
    </>
  );
}

function OwnBlockLine({ block }: { readonly block: OwnBlock }) {
  const { height, hash, state, time, winner = '' } = block;
  return (
    <li class="own-block" data-testid="own-block" data-state={state} data-height={height}>
      <span class="figure own-height">{formatHeight(height)}</span>
      <span class="hash quiet" title={hash}>
        {shortHash(hash)}
      </span>
      <span class="own-state">{ownBlockWords(block)}</span>
      <Age timeSeconds={time} />
      {state === 'stale' && (
        <p class="own-loss">
          {lossSentence(block)}
          {winner !== '' && (
            <>
              {' '}
              {sayWith('Block {height} is {miner}’s now.', {
                height: formatHeight(height),
                miner: <Miner name={winner} />,
              })}
            </>
          )}
        </p>
      )}
    </li>
  );
}
