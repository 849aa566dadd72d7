/** The newest blocks of this tab, with those that lost their race, to whom and why. */

import { useSignal } from '@preact/signals';
import type { OwnBlock } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { Age } from '../components/age.tsx';
import { Miner } from '../components/miner.tsx';
import { formatHeight, shortHash } from '../format.ts';
import { say, sayCount, sayWith } from '../language/say.ts';
import { lossSentence, ownBlockWords } from './words.ts';

const SHOWN_AT_FIRST = 4;

interface OwnBlocksProps {
  readonly blocks: readonly OwnBlock[];
  /** The room's code, for links. */
  readonly code: string;
}

export function OwnBlocks({ blocks, code }: OwnBlocksProps) {
  const isWhole = useSignal(false);
  const shown = isWhole.value ? blocks : blocks.slice(0, SHOWN_AT_FIRST);
  const more = blocks.length - SHOWN_AT_FIRST;
  return (
    <>
      <ol class="own-blocks" aria-label={say('Blocks of this tab, newest first')}>
        {shown.map((block) => (
          <OwnBlockLine key={block.hash} block={block} code={code} />
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

interface OwnBlockLineProps extends Pick<OwnBlocksProps, 'code'> {
  readonly block: OwnBlock;
}

function OwnBlockLine({ block, code }: OwnBlockLineProps) {
  const { height, hash, state, time, winner = '' } = block;
  return (
    <li class="own-block" data-testid="own-block" data-state={state} data-height={height}>
      <span class="figure own-height">{formatHeight(height)}</span>
      <a class="hash own-link" href={addressOf(code, 'block', hash)} title={hash}>
        {shortHash(hash)}
      </a>
      <span class="own-state">{ownBlockWords(block)}</span>
      <Age timeSeconds={time} />
      {state === 'stale' && (
        <p class="own-loss">
          {lossSentence(block)}
          {winner !== '' && (
            <>
              {' '}
              {sayWith('Block {height} is now by {miner}.', {
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
