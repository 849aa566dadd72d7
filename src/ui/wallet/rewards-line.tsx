/** Many rewards that stand alike, as one line. */

import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { PaymentRow } from '../../node/api.ts';
import { Age } from '../components/age.tsx';
import { Icon } from '../components/icon.tsx';
import { say, sayWith } from '../language/say.ts';
import { AmountFigure } from './amount-figure.tsx';
import { rewardsLabel, rewardsSentence, sumOf } from './history-lines.ts';
import { stageLabel, stageTone } from './payment-words.ts';

interface RewardsLineProps {
  /** Newest first; at least one. */
  readonly rows: readonly PaymentRow[];
  readonly showEach: () => void;
}

export function RewardsLine({ rows, showEach }: RewardsLineProps) {
  const isOpen = useSignal(false);
  const id = useId();
  const newest = rows[0]!;
  return (
    <li
      class="payment"
      data-testid="rewards-row"
      data-count={rows.length}
      data-stage={newest.stage}
      data-tone={stageTone(newest)}
    >
      <div class="payment-line">
        <Icon name="mine" />
        <div class="payment-what">
          <p class="payment-kind">{rewardsLabel(rows)}</p>
          <p class="payment-when">
            <span>
              {sayWith('newest {age}', {
                age: <Age timeSeconds={Math.floor(newest.at / 1000)} />,
              })}
            </span>
          </p>
        </div>
        <AmountFigure ticks={sumOf(rows)} signed />
        <button
          type="button"
          class="chip"
          aria-expanded={isOpen.value}
          aria-controls={id}
          data-testid="rewards-chip"
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {stageLabel(newest)}
        </button>
      </div>
      <div class="payment-more" id={id} hidden={!isOpen.value}>
        {isOpen.value && (
          <>
            <p>{rewardsSentence(rows)}</p>
            <button type="button" class="text-button" data-testid="rewards-each" onClick={showEach}>
              {say('Show each')}
            </button>
          </>
        )}
      </div>
    </li>
  );
}
