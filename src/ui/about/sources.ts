/** The documents whose formats and rules are used here, and what for. */

import { toSay } from '../language/say.ts';

export interface Source {
  readonly name: string;
  readonly link: string;
  /** Said when shown. */
  readonly use: string;
}

const BIPS = 'https://github.com/bitcoin/bips/blob/master';

export const SOURCES: readonly Source[] = [
  bip(34, toSay('the height in the first transaction of a block')),
  bip(141, toSay('transactions whose signatures stand apart, and the weight of blocks')),
  bip(340, toSay('Schnorr signatures')),
  bip(341, toSay('Taproot: what a signature signs, and what an output locks to')),
  bip(350, toSay('addresses that notice a wrong letter')),
  bip(32, toSay('keys that grow from one secret')),
  bip(39, toSay('that secret as twelve words')),
  bip(86, toSay('which of these keys an address is')),
  bip(21, toSay('links that ask for a payment')),
  bip(125, toSay('replacing a payment by one that pays more')),
  bip(152, toSay('blocks told in short')),
  bip(320, toSay('bits of the version that miners may use')),
  {
    name: 'ASERT',
    link: 'https://reference.cash/protocol/forks/2020-11-15-asert',
    use: toSay('the difficulty that follows whoever mines'),
  },
];

function bip(number: number, use: string): Source {
  const padded = String(number).padStart(4, '0');
  return { name: `BIP${number}`, link: `${BIPS}/bip-${padded}.mediawiki`, use };
}
