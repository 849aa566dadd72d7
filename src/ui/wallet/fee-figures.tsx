/** What a change of a fee costs, before it is done. */

import { say } from '../language/say.ts';
import { AmountFigure } from './amount-figure.tsx';
import type { FeeChange } from './commands.ts';
import { Fact, Facts } from './facts.tsx';
import { rateSoFar, rateTogether } from './fee-errands.ts';
import { feerateWords } from './words.ts';

interface FeeFiguresProps {
  readonly plan: FeeChange;
}

export function FeeFigures({ plan }: FeeFiguresProps) {
  return (
    <Facts testId="fee-plan" values={{ old: plan.oldFee, new: plan.newFee }}>
      {plan.carried === undefined ? <Replaced plan={plan} /> : <Carried plan={plan} />}
    </Facts>
  );
}

function Replaced({ plan: { oldFee, newFee } }: FeeFiguresProps) {
  return (
    <>
      <Fact label={say('Fee so far')}>
        <AmountFigure ticks={oldFee} />
      </Fact>
      <Fact label={say('Fee from now on')}>
        <AmountFigure ticks={newFee} />
      </Fact>
      <Fact label={say('You pay more by')} isSum>
        <AmountFigure ticks={newFee - oldFee} />
      </Fact>
    </>
  );
}

function Carried({ plan }: FeeFiguresProps) {
  const together = say('Both together then offer {rate}.', {
    rate: feerateWords(rateTogether(plan) ?? 0),
  });
  return (
    <>
      <Fact label={say('Fee so far')} note={feerateWords(rateSoFar(plan) ?? 0)}>
        <AmountFigure ticks={plan.oldFee} />
      </Fact>
      <Fact label={say('You add')} note={together} isSum>
        <AmountFigure ticks={plan.newFee} />
      </Fact>
    </>
  );
}
