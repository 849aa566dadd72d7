/** An amount of coins, its whole coins large: the eight decimals are exact and seldom looked at. */

import { formatAmount } from '../format.ts';
import { decimalMark } from '../language/numbers.ts';

interface AmountFigureProps {
  readonly ticks: number;
  readonly testId?: string;
  /** Says '+' before what comes in. */
  readonly signed?: boolean;
}

export function AmountFigure({ ticks, testId, signed }: AmountFigureProps) {
  const text = formatAmount(ticks);
  const point = text.indexOf(decimalMark());
  const unitAt = text.length - 'TAB'.length;
  return (
    <span class="amount figure" data-testid={testId} data-value={ticks}>
      <span class="amount-whole">
        {signed && ticks > 0 ? '+' : ''}
        {text.slice(0, point)}
      </span>
      <span class="amount-fraction">{text.slice(point, unitAt)}</span>
      <span class="amount-unit">{text.slice(unitAt)}</span>
    </span>
  );
}
