/** How long an experiment takes, said before its start: who teaches with it plans with that. */

import type { NodeSnapshot } from '../../node/api.ts';
import { formatDuration } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { Experiment } from './experiments/experiment.ts';

interface LengthProps {
  readonly experiment: Experiment;
  readonly snapshot: NodeSnapshot;
}

export function ExperimentLength({ experiment, snapshot }: LengthProps) {
  const { room, mining } = snapshot;
  if (room.kind === 'sandbox') return null;
  const { blocks, asks, restsMiner } = experiment;
  const values = { duration: formatDuration(blocks * room.targetSpacingSeconds) };
  return (
    <p class="quiet" data-testid="lab-length">
      {asks.includes('loan')
        ? sayCount(
            blocks,
            'From then on it takes some {count} block, about {duration} in this room.',
            'From then on it takes some {count} blocks, about {duration} in this room.',
            values,
          )
        : sayCount(
            blocks,
            'It takes some {count} block, about {duration} in this room.',
            'It takes some {count} blocks, about {duration} in this room.',
            values,
          )}{' '}
      {restsMiner &&
        mining.state === 'mining' &&
        say('Longer at first: this tab’s own miner rests, and the difficulty must follow.')}
    </p>
  );
}
