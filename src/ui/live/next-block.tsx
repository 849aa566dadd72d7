/** The block that is being looked for, with the wait so far on the curve of expected waits. */

import type { NodeSnapshot } from '../../node/api.ts';
import { formatDuration, formatHeight } from '../format.ts';
import { nowSeconds } from '../now.ts';
import { nextBlockSentence, waitSentence } from '../block-words.ts';
import { waitingCurve } from './waiting-curve.ts';

const CURVE = { width: 156, height: 30 };

export function NextBlock({ snapshot }: { readonly snapshot: NodeSnapshot }) {
  const waited = Math.max(0, nowSeconds.value - snapshot.tipTime);
  const spacing = snapshot.room.targetSpacingSeconds;
  const timed = snapshot.sync === undefined && snapshot.height > 0;
  const best = snapshot.strip.reduce((most, card) => Math.max(most, card.height), snapshot.height);
  return (
    <div class="next-block" data-mining={snapshot.mining.state}>
      <div class="card-top">
        <span class="card-height">{formatHeight(best + 1)}</span>
        <span class="next-state">{nextBlockSentence(snapshot)}</span>
      </div>
      <WaitingCurve waited={timed ? waited : 0} spacing={spacing} />
      <p class="next-wait">
        {timed ? <strong>{formatDuration(waited)} since the last</strong> : <strong>Next</strong>}
        <span>
          {timed ? waitSentence(waited, spacing) : `every ${formatDuration(spacing)} or so`}
        </span>
      </p>
    </div>
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
