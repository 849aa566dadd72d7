/** Labels and figures, one below the other, as on a receipt. */

import type { ComponentChildren } from 'preact';
import { AddressFigure } from './address-figure.tsx';
import { AmountFigure } from './amount-figure.tsx';

interface FactsProps {
  readonly testId?: string;
  /** The bare numbers, for programs. */
  readonly values?: Readonly<Record<string, number | string>>;
  readonly children: ComponentChildren;
}

export function Facts({ testId, values = {}, children }: FactsProps) {
  const data = Object.fromEntries(Object.entries(values).map(([key, it]) => [`data-${key}`, it]));
  return (
    <dl class="facts" data-testid={testId} {...data}>
      {children}
    </dl>
  );
}

interface PayeeFactProps {
  readonly address: string;
  readonly ticks: number;
}

/** One of several: whom, and how much. */
export function PayeeFact({ address, ticks }: PayeeFactProps) {
  return (
    <div class="fact fact-payee" data-testid="send-gets" data-value={ticks}>
      <dt>
        <AddressFigure address={address} />
      </dt>
      <dd>
        <AmountFigure ticks={ticks} />
      </dd>
    </div>
  );
}

interface FactProps {
  readonly label: string;
  /** A sentence beside the label. */
  readonly note?: string;
  /** Stands under a rule, as sums do. */
  readonly isSum?: boolean;
  readonly children: ComponentChildren;
}

export function Fact({ label, note, isSum, children }: FactProps) {
  return (
    <div class={isSum ? 'fact fact-sum' : 'fact'}>
      <dt>
        {label}
        {note !== undefined && <span class="fact-note">{note}</span>}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
