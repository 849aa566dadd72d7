/** What the block that is being looked for holds and earns. */

import type { TemplateView } from '../../node/api.ts';
import { formatAmount } from '../format.ts';
import { say, sayCount } from '../language/say.ts';

export function templateWords({ transactions }: TemplateView): string {
  if (transactions === 0) return say('No payment waits for it');
  return sayCount(transactions, 'Holds {count} payment', 'Holds {count} payments');
}

export function earningWords({ subsidy, fees }: TemplateView): string {
  const reward = formatAmount(subsidy + fees);
  return fees === 0
    ? say('Earns {reward}', { reward })
    : say('Earns {reward}, fees included', { reward });
}
