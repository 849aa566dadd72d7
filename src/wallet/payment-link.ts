/**
 * A payment asked for, as a link: `tabchain:address?amount=1.5&message=for%20the%20coffee`.
 *
 * Like BIP21, but read strictly: one address, each parameter at most once, none that is unknown, so
 * that two readers never see two payments in one link. The message is the asker's text: it is shown
 * to the payer and never put on the chain.
 */

import { AMOUNT_MAX } from '../consensus/encoding.ts';
import { assert } from '../util/assert.ts';
import { CodecError } from '../util/codec-error.ts';
import { PAYMENT_LINK_MAX_CHARACTERS, PAYMENT_MESSAGE_MAX_CHARACTERS } from '../util/limits.ts';
import { inertText } from '../util/text.ts';
import { decodeAddress, encodeAddress } from './address.ts';

export const PAYMENT_SCHEME = 'tabchain:';
/** Decimals of one TAB. */
const DECIMALS = 8;
const TICKS_PER_TAB = 10 ** DECIMALS;
const AMOUNT = /^(0|[1-9]\d{0,7})(?:\.(\d{1,8}))?$/;
const PARAMETER = /^(amount|message)=([^&=#]*)$/;

export interface PaymentAsked {
  readonly scriptPubKey: Uint8Array;
  /** In ticks; absent where the payer chooses. */
  readonly amount?: number;
  /** Inert and clipped; absent where there is none. */
  readonly message?: string;
}

/** The link's text; `message` is clipped to what a reader takes. */
export function paymentLink({ amount, message, scriptPubKey }: PaymentAsked): string {
  const parameters: string[] = [];
  if (amount !== undefined) parameters.push(`amount=${formatAmount(amount)}`);
  const text = inertText(message ?? '', PAYMENT_MESSAGE_MAX_CHARACTERS);
  if (text !== '') parameters.push(`message=${encodeURIComponent(text)}`);
  const query = parameters.length > 0 ? `?${parameters.join('&')}` : '';
  const link = `${PAYMENT_SCHEME}${encodeAddress(scriptPubKey)}${query}`;
  assert(link.length <= PAYMENT_LINK_MAX_CHARACTERS, 'a link that can be read again');
  return link;
}

/**
 * Reads a link, or an address alone. Throws CodecError: `link-length`, `-scheme`, `-parameter`,
 * `-amount`, `-message`, or what is wrong with the address.
 */
export function parsePaymentLink(text: string): PaymentAsked {
  if (text.length > PAYMENT_LINK_MAX_CHARACTERS) {
    throw new CodecError('link-length', `${text.length} characters`);
  }
  const [, scheme, address, query] = /^([a-z]+:)?([^?]*)(?:\?(.*))?$/is.exec(text)!;
  if (scheme !== undefined && scheme.toLowerCase() !== PAYMENT_SCHEME) {
    throw new CodecError('link-scheme', 'not a payment link of this network');
  }
  if (scheme === undefined && query !== undefined) {
    throw new CodecError('link-scheme', `a payment link begins with ${PAYMENT_SCHEME}`);
  }
  const scriptPubKey = decodeAddress(address!);
  return { scriptPubKey, ...readParameters(query) };
}

/** Ticks as TAB, without needless digits. */
export function formatAmount(ticks: number): string {
  assert(Number.isSafeInteger(ticks) && ticks >= 0, 'an amount in ticks');
  const whole = Math.floor(ticks / TICKS_PER_TAB);
  const decimals = String(ticks % TICKS_PER_TAB)
    .padStart(DECIMALS, '0')
    .replace(/0+$/, '');
  return decimals === '' ? `${whole}` : `${whole}.${decimals}`;
}

/** TAB with at most eight decimals as ticks. Throws CodecError `link-amount`. */
export function parseAmount(text: string): number {
  const [, whole, decimals = ''] = AMOUNT.exec(text) ?? [];
  if (whole === undefined) throw new CodecError('link-amount', 'not an amount in TAB');
  const ticks = Number(whole) * TICKS_PER_TAB + Number(decimals.padEnd(DECIMALS, '0'));
  if (ticks === 0 || ticks > AMOUNT_MAX) {
    throw new CodecError('link-amount', `${text} is no amount that can be paid`);
  }
  return ticks;
}

function readParameters(query: string | undefined): Omit<PaymentAsked, 'scriptPubKey'> {
  const values = new Map<string, string>();
  for (const parameter of query === undefined ? [] : query.split('&')) {
    const [, name, value] = PARAMETER.exec(parameter) ?? [];
    if (name === undefined || values.has(name)) {
      throw new CodecError('link-parameter', 'a parameter that is unknown, twice or malformed');
    }
    values.set(name, value!);
  }
  const [amount, message] = [values.get('amount'), values.get('message')];
  const text = message === undefined ? '' : readMessage(message);
  return {
    ...(amount === undefined ? {} : { amount: parseAmount(amount) }),
    ...(text === '' ? {} : { message: text }),
  };
}

function readMessage(escaped: string): string {
  try {
    return inertText(decodeURIComponent(escaped), PAYMENT_MESSAGE_MAX_CHARACTERS);
  } catch {
    throw new CodecError('link-message', 'the message is not UTF-8');
  }
}
