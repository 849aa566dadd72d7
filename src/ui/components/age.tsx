/** How long ago something was, with the moment itself for those who point at it. */

import { formatAge, formatMoment, isoMoment } from '../format.ts';
import { nowSeconds } from '../now.ts';

export function Age({ timeSeconds }: { readonly timeSeconds: number }) {
  const timeMs = timeSeconds * 1000;
  return (
    <time class="age" dateTime={isoMoment(timeMs)} title={formatMoment(timeMs)}>
      {formatAge(nowSeconds.value - timeSeconds)}
    </time>
  );
}
