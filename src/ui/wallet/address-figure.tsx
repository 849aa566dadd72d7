/** An address in groups of four, to be read aloud and compared; copied, it has no gaps. */

import { addressGroups } from './words.ts';

interface AddressFigureProps {
  readonly address: string;
  readonly testId?: string;
}

export function AddressFigure({ address, testId }: AddressFigureProps) {
  return (
    <span class="address figure" data-testid={testId} data-address={address}>
      {addressGroups(address).map((group, index) => (
        <span key={index}>{group}</span>
      ))}
    </span>
  );
}
