/** What a share is worth: how likely a branch that is behind ever catches up. */

import { formatTenths } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import { catchUpChance } from './chances.ts';

const BEHIND = [1, 2, 3, 6] as const;

export function Chances({ share }: { readonly share: number }) {
  return (
    <dl class="chances" aria-label={say('Chance that the attacker ever catches up')}>
      <div class="chances-title">
        <dt>{say('Chance to ever catch up, if behind by')}</dt>
        <dd class="visually-hidden">{say('with this share')}</dd>
      </div>
      {BEHIND.map((blocks) => (
        <div key={blocks}>
          <dt>{sayCount(blocks, '{count} block', '{count} blocks')}</dt>
          <dd class="figure">{percent(catchUpChance(share, blocks))}</dd>
        </div>
      ))}
    </dl>
  );
}

/** To a tenth, since the small ones are what a merchant waits for. */
function percent(chance: number): string {
  const tenths = chance * 100;
  const text = tenths > 0 && tenths < 0.1 ? `<\u00a0${formatTenths(0.1)}` : formatTenths(tenths);
  return `${text}\u00a0%`;
}
