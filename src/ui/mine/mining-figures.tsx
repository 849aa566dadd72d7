/** What mining is worth in this room, and how far each figure can be trusted. */

import type { MiningState } from '../../node/api.ts';
import { formatAmount, formatHashRate } from '../format.ts';
import { say } from '../language/say.ts';
import {
  difficultyWords,
  earningsSentence,
  estimateSentence,
  feesWords,
  LUCK_SENTENCE,
  luckWords,
  shareWords,
  templateWords,
} from './words.ts';

export function MiningFigures({ mining }: { readonly mining: MiningState }) {
  const { room, template, luck } = mining;
  return (
    <div>
      <dl class="mine-figures">
        {room !== undefined && (
          <>
            <div>
              <dt>{say('The room’s hash rate')}</dt>
              <dd class="figure" data-testid="room-rate" data-value={room.hashesPerSecond}>
                ≈ {formatHashRate(room.hashesPerSecond)}
              </dd>
            </div>
            <div>
              <dt>{say('This tab’s share')}</dt>
              <dd
                data-testid="mining-share"
                data-value={mining.hashesPerSecond / room.hashesPerSecond}
              >
                {shareWords(mining, room)}
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>{say('Difficulty')}</dt>
          <dd class="figure" data-testid="mining-difficulty" data-value={mining.difficultyHashes}>
            {difficultyWords(mining)}
          </dd>
        </div>
        <div>
          <dt>{say('Luck')}</dt>
          <dd data-testid="mining-luck" data-found={luck.found} data-expected={luck.expected}>
            {luckWords(luck)}
          </dd>
        </div>
        {template !== undefined && (
          <>
            <div>
              <dt>{say('The block looked for')}</dt>
              <dd data-testid="mining-template" data-transactions={template.transactions}>
                {templateWords(template)}
              </dd>
            </div>
            <div>
              <dt>{say('It earns')}</dt>
              <dd class="figure" title={feesWords(template)}>
                {formatAmount(template.subsidy + template.fees)}
              </dd>
            </div>
          </>
        )}
      </dl>
      <details class="mine-why">
        <summary>{say('How these are known')}</summary>
        {room !== undefined && <p>{estimateSentence(room)}</p>}
        <p>{say(LUCK_SENTENCE)}</p>
        {template !== undefined && <p>{earningsSentence(template)}</p>}
      </details>
    </div>
  );
}
