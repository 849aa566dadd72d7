/** Labels and figures, one below the other, as on a receipt. */

import type { ComponentChildren } from 'preact';

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
