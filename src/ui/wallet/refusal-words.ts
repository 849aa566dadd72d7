/**
 * Why a command was refused, for the owner of the coins: what happened, what it means for them, and
 * what to do. Bitcoin's codes (rpc/protocol.h) choose the sentence; where a code says too little,
 * the node's own sentence is shown.
 */

import { CommandError } from '../../node/api.ts';
import { inertText } from '../../util/text.ts';
import { say, toSay } from '../language/say.ts';

const SENTENCE_MAX_CHARACTERS = 300;

/** What its own mempool refuses, a node does not send. */
const RULES_REFUSED = -26;
/** Said by the field that it stands at. */
const PREFACE = /^:\s*|^Invalid (?:mnemonic|address):\s*/;

const COINS_SHORT = toSay(
  'The coins that you can spend now do not cover this amount and its fee. Nothing was sent. ' +
    'Send less, or wait until what is pending or immature has come in.',
);

const BY_CODE: ReadonlyMap<number, string> = new Map([
  [-6, COINS_SHORT],
  [-13, toSay('The wallet is locked. Nothing was done: enter its passphrase first.')],
  [
    -25,
    toSay('One of the coins was spent meanwhile. Nothing was sent: go back and review it anew.'),
  ],
  [-14, toSay('This is not the passphrase. Nothing was changed: look at capitals, and try again.')],
]);

const BY_REFUSAL: ReadonlyMap<string, string> = new Map([
  ['funds-insufficient', COINS_SHORT],
  [
    'amount-dust',
    toSay('So little costs more to spend than it is worth: send at least 330 ticks.'),
  ],
  ['amount-invalid', toSay('The amount is not one that can be paid. Nothing was sent.')],
  ['memo-too-long', toSay('The memo is too long: a transaction carries at most 80 bytes of text.')],
  [
    'feerate-out-of-range',
    toSay('No node would pass on a payment with this fee. Choose another one.'),
  ],
  [
    'transaction-too-large',
    toSay('This would take so many coins that no node passes it on. Send it in two parts.'),
  ],
  [
    'transaction-not-replaceable',
    toSay('It is too late to change this payment: it is in a block, or was replaced already.'),
  ],
  ['recipients-none', toSay('There is nobody to pay and nothing to write.')],
  ['rest-twice', toSay('Only one recipient can get all that is left.')],
  [
    'transaction-unknown',
    toSay('This payment no longer waits: it is in a block by now, or came to nothing.'),
  ],
  [
    'transaction-no-own-output',
    toSay('What this payment brought you is spent already, so it cannot pay for it.'),
  ],
  [
    'account-key',
    toSay('This is not a wallet’s public key: those begin with xpub. Copy the whole of it again.'),
  ],
  [
    'wallet-newer',
    toSay(
      'The present wallet is newer than this file and holds coins. To replace it, say above that ' +
        'you give it up.',
    ),
  ],
  [
    'words-unconfirmed',
    toSay(
      'The present wallet holds coins and its words were not written down. Write them down ' +
        'first, or say above that you give it up.',
    ),
  ],
  [
    'key-watch-only',
    toSay('The secret is not on this device, so it cannot sign. Nothing was sent.'),
  ],
]);

export const ANSWER_UNKNOWN = toSay('The node gave an answer that this page does not know.');

export function refusalSentence(error: unknown): string {
  if (error instanceof CommandError) return commandSentence(error);
  const message = error instanceof Error ? inertText(error.message, SENTENCE_MAX_CHARACTERS) : '';
  return message === '' ? say('The node did not answer. Try it once more.') : message;
}

function commandSentence({ code, message }: CommandError): string {
  const refusal = /^([a-z]+(?:-[a-z0-9]+)+)(?::|$)/.exec(message)?.[1] ?? '';
  const known = BY_REFUSAL.get(refusal) ?? BY_CODE.get(code);
  if (known !== undefined) return say(known);
  // The node's own sentence, where it is one that the page has in its language.
  const translated = say(message);
  if (translated !== message) return asSentence(translated);
  const text = message.slice(refusal.length).replace(PREFACE, '');
  const said = inertText(text, SENTENCE_MAX_CHARACTERS);
  if (said === '') return say('The node refused ({code}).', { code });
  return code === RULES_REFUSED
    ? say('No node would pass it on: {why} Nothing was sent.', { why: asSentence(said) })
    : asSentence(said);
}

function asSentence(text: string): string {
  const [first = '', ...rest] = text;
  const whole = `${first.toUpperCase()}${rest.join('')}`;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
