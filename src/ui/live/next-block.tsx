/**
 * The block that is being looked for, at the head of the chain: the wait so far on the curve of
 * expected waits, and what it would hold and earn.
 */

import type { NodeSnapshot } from '../../node/api.ts';
import { nextBlockSentence, waitSentence } from '../block-words.ts';
import { formatDuration, formatHeight } from '../format.ts';
import { say } from '../language/say.ts';
import { nowSeconds } from '../now.ts';
import { isUnderWay } from '../words.ts';
import { earningWords, templateWords } from './next-block-words.ts';
import { waitingCurve } from './waiting-curve.ts';

const CURVE = { width: 220, height: 30 };

interface NextBlockProps {
  readonly snapshot: NodeSnapshot;
  /** It stands by itself, and not at the end of the strip. */
  readonly isApart?: boolean;
}

export function NextBlock({ snapshot, isApart }: NextBlockProps) {
  const { mining, sync } = snapshot;
  // While the chain is fetched its strip ends where blocks are filled in, and its headers above.
  const promised = Math.max(snapshot.height, sync?.headersDone ?? 0);
  const best = snapshot.strip.reduce((most, card) => Math.max(most, card.height), promised);
  return (
    <div
      class={isApart ? 'next-block apart' : 'next-block'}
      data-mining={mining.state}
      data-testid="next-block"
    >
      <div class="card-top">
        <span class="card-height">{formatHeight(best + 1)}</span>
        <span class="next-state">{nextBlockSentence(snapshot)}</span>
      </div>
      <Wait snapshot={snapshot} />
      {mining.template !== undefined && (
        <p class="next-holds">
          <span>{templateWords(mining.template)}</span>
          <span>{earningWords(mining.template)}</span>
        </p>
      )}
    </div>
  );
}

/** Apart, so that the passing seconds draw this anew and nothing else. */
function Wait({ snapshot }: { readonly snapshot: NodeSnapshot }) {
  const waited = Math.max(0, nowSeconds.value - snapshot.tipTime);
  const spacing = snapshot.room.targetSpacingSeconds;
  const timed = !isUnderWay(snapshot.sync) && snapshot.height > 0;
  const duration = formatDuration(timed ? waited : spacing);
  return (
    <>
      <WaitingCurve waited={timed ? waited : 0} spacing={spacing} />
      <p class="next-wait">
        <strong>
          {timed ? say('{duration} since the last', { duration }) : say('The next block')}
        </strong>
        <span>
          {timed ? waitSentence(waited, spacing) : say('every {duration} or so', { duration })}
        </span>
      </p>
    </>
  );
}

interface WaitingCurveProps {
  readonly waited: number;
  readonly spacing: number;
}

function WaitingCurve({ waited, spacing }: WaitingCurveProps) {
  const curve = waitingCurve(waited, spacing, CURVE);
  return (
    <svg class="curve" viewBox={`-4 -4 ${CURVE.width + 8} ${CURVE.height + 8}`} aria-hidden="true">
      <path class="curve-passed" d={curve.passed} />
      <path class="curve-outline" d={curve.outline} />
      <path class="curve-base" d={`M0 ${CURVE.height}H${CURVE.width}`} />
      <circle class="curve-now" cx={curve.now.x} cy={curve.now.y} r="4" />
    </svg>
  );
}
