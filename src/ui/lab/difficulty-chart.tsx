/**
 * The difficulty of the newest blocks and the wait for each, with the rule that ties the two. Live
 * from the chain, whether an experiment is under way or not.
 */

import type { NodeSnapshot } from '../../node/api.ts';
import { formatDecimal, formatDuration, formatHeight, formatTenths } from '../format.ts';
import { say } from '../language/say.ts';
import { ancestors, type KnownBlocks } from './branches.ts';
import { type DifficultyPoint, drawPoints, harderPercent, pointsOf } from './difficulty-points.ts';

interface ChartProps {
  readonly snapshot: NodeSnapshot;
  readonly known: KnownBlocks;
}

const SHOWN = 32;
const EXAMPLE_SECONDS = 5;
/** PROTOCOL 3. */
const WINDOW_BLOCKS = 12;
const WINDOW_MIN_SECONDS = 120;
const EASE_WINDOWS = 5;

export function DifficultyChart({ snapshot, known }: ChartProps) {
  const spacing = snapshot.room.targetSpacingSeconds;
  const halfLife = Math.max(WINDOW_MIN_SECONDS, WINDOW_BLOCKS * spacing);
  const points = pointsOf(ancestors(snapshot.tip, 0, known).toReversed()).slice(-SHOWN);
  return (
    <div class="difficulty">
      <h4>{say('Difficulty and waits')}</h4>
      <p class="quiet">
        {say(
          'The rule: a block’s target is its parent’s, times 2 to the power of the parent’s own ' +
            'wait minus {spacing} s, divided by {halfLife} s. So a block that came {early} s too ' +
            'early makes the next one {percent} % harder.',
          {
            spacing,
            halfLife,
            early: EXAMPLE_SECONDS,
            percent: formatTenths(harderPercent(EXAMPLE_SECONDS, halfLife)),
          },
        )}{' '}
        {say(
          'A wait counts so up to {grace} s; what is longer, up to {cap} s, eases the very block ' +
            'that ends it.',
          { grace: halfLife, cap: EASE_WINDOWS * halfLife },
        )}
      </p>
      {points.length < 2 ? (
        <p class="quiet">
          {say('The chain has too few blocks to draw, or its nodes were not asked yet.')}
        </p>
      ) : (
        <>
          <Drawing points={points} spacing={spacing} />
          <Table points={points} />
        </>
      )}
    </div>
  );
}

const WIDTH = 640;
const HEIGHT = 150;

interface DrawingProps {
  readonly points: readonly DifficultyPoint[];
  readonly spacing: number;
}

function Drawing({ points, spacing }: DrawingProps) {
  const { bars, line, aim } = drawPoints(points, { spacing, width: WIDTH, height: HEIGHT });
  const last = points.at(-1)!;
  const first = points[0]!;
  return (
    <figure>
      <svg
        class="difficulty-chart"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={say('Blocks {first} to {last}: the difficulty is {factor} times what it was.', {
          first: formatHeight(first.height),
          last: formatHeight(last.height),
          factor: formatDecimal(last.difficulty / first.difficulty),
        })}
      >
        {bars.map(({ x, y, width, height }, at) => (
          <rect key={points[at]!.height} {...{ x, y, width, height }} />
        ))}
        <path class="difficulty-aim" d={`M0 ${aim}H${WIDTH}`} />
        <path class="difficulty-line" d={line} />
      </svg>
      <figcaption>
        <span class="difficulty-key" data-key="line">
          {say('difficulty, now {factor} times that of block {height}', {
            factor: formatDecimal(last.difficulty / first.difficulty),
            height: formatHeight(first.height),
          })}
        </span>
        <span class="difficulty-key" data-key="bar">
          {say('wait for each block, in seconds')}
        </span>
        <span class="difficulty-key" data-key="aim">
          {say('the aim: {spacing} s', { spacing })}
        </span>
      </figcaption>
    </figure>
  );
}

function Table({ points }: { readonly points: readonly DifficultyPoint[] }) {
  const first = points[0]!;
  return (
    <details class="difficulty-table">
      <summary>{say('As a table')}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('Block')}</th>
            <th scope="col" class="number">
              {say('Wait')}
            </th>
            <th scope="col" class="number">
              {say('Difficulty, the first one = 1')}
            </th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ height, waitSeconds, difficulty }) => (
            <tr key={height}>
              <th scope="row">{formatHeight(height)}</th>
              <td class="number figure">{formatDuration(waitSeconds)}</td>
              <td class="number figure">{formatDecimal(difficulty / first.difficulty)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
