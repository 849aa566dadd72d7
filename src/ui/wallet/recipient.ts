/** Whom to pay, from what was typed, pasted or scanned: an address, or a payment link. */

import { CodecError } from '../../util/codec-error.ts';
import { encodeAddress } from '../../wallet/address.ts';
import { parsePaymentLink } from '../../wallet/payment-link.ts';
import { say, toSay } from '../language/say.ts';

export type Recipient =
  | {
      readonly ok: true;
      readonly address: string;
      /** Ticks that the link asks for. */
      readonly amount?: number;
      /** The asker's text. It is shown and never put on the chain. */
      readonly message?: string;
    }
  | { readonly ok: false; readonly sentence: string };

const GAPS = /\s+/g;

const ADDRESS_CUT = toSay('This is no complete address. Copy the whole address again.');

const SENTENCES: ReadonlyMap<string, string> = new Map([
  ['address-prefix', toSay('This is not an address of a room: those begin with tab1.')],
  [
    'address-checksum',
    toSay('A character of this address is wrong or missing. Copy the whole address again.'),
  ],
  ['address-kind', toSay('This address is of a kind that no room can pay to.')],
  ['address-program', ADDRESS_CUT],
  ['link-length', toSay('This is too long for a payment link.')],
  ['link-scheme', toSay('This is not a payment link of a room: those begin with tabchain:.')],
  ['link-parameter', toSay('This payment link was changed on its way. Ask for it again.')],
  ['link-amount', toSay('This payment link asks for an amount that cannot be paid.')],
  ['link-message', toSay('The message of this payment link cannot be read. Ask for it again.')],
]);

export function readRecipient(text: string): Recipient {
  // Addresses are shown in groups of four, and some people copy what they see.
  const compact = text.replaceAll(GAPS, '');
  if (compact === '') return { ok: false, sentence: say('Paste an address or a payment link.') };
  try {
    const { scriptPubKey, ...asked } = parsePaymentLink(compact);
    return { ok: true, address: encodeAddress(scriptPubKey), ...asked };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return { ok: false, sentence: say(SENTENCES.get(error.code) ?? ADDRESS_CUT) };
  }
}
