import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../../src/node/api.ts';
import { planned } from '../../../../src/node/wallet/parameters.ts';
import { refusalSentence } from '../../../../src/ui/wallet/refusal-words.ts';
import { WalletError, type WalletRefusal } from '../../../../src/wallet/wallet-error.ts';
import { allMessages } from '../../../support/messages.ts';

function raise(error: Error): never {
  throw error;
}

function errorOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was refused');
}

describe('a refusal in words', () => {
  const messages = allMessages().messages.map(({ text }) => text);

  it.each([
    [-6, /do not cover.*Nothing was sent/],
    [-13, /locked.*passphrase first/],
    [-14, /not the passphrase/],
  ])('of code %d says what happened to the coins', (code, words) => {
    expect(refusalSentence(new CommandError(code, 'Bitcoin’s own words'))).toMatch(words);
  });

  it('knows the wallet’s own codes', () => {
    const dust = new CommandError(-4, 'amount-dust: 12 ticks');
    expect(refusalSentence(dust)).toContain('at least 330 ticks');
  });

  it.each<WalletRefusal>([
    'funds-insufficient',
    'amount-invalid',
    'amount-dust',
    'recipients-none',
    'rest-twice',
    'memo-too-long',
    'feerate-out-of-range',
    'transaction-too-large',
    'transaction-unknown',
    'transaction-not-replaceable',
    'transaction-no-own-output',
    'key-watch-only',
  ])('says %s of the node’s wallet in the page’s language', (code) => {
    const refusal = errorOf(() => planned(() => raise(new WalletError(code, 'in detail'))));
    expect(messages).toContain(refusalSentence(refusal));
  });

  it.each(['account-key', 'wallet-newer', 'words-unconfirmed'])(
    'says %s of another wallet’s import in the page’s language',
    (code) => {
      const refusal = new CommandError(-4, `${code}: said to programs`);
      expect(messages).toContain(refusalSentence(refusal));
    },
  );

  it('passes on a sentence of the node, as a sentence', () => {
    expect(refusalSentence(new CommandError(-8, 'word 3 is another one'))).toBe(
      'Word 3 is another one.',
    );
    expect(refusalSentence(new CommandError(-8, 'Look at word 3.'))).toBe('Look at word 3.');
    expect(refusalSentence(new CommandError(-4, 'some-new-code: the disk is full'))).toBe(
      'The disk is full.',
    );
  });

  it('says that what a node refuses was not sent', () => {
    const refused = new CommandError(-26, 'mempool-cluster-full: 16 wait together already');
    expect(refusalSentence(refused)).toBe(
      'No node would pass it on: 16 wait together already. Nothing was sent.',
    );
    const spent = new CommandError(-25, 'bad-txns-inputs-missingorspent');
    expect(refusalSentence(spent)).toContain('spent meanwhile');
  });

  it('does not repeat what its field says', () => {
    const mnemonic = new CommandError(-5, 'Invalid mnemonic: word 3 is not in the list');
    expect(refusalSentence(mnemonic)).toBe('Word 3 is not in the list.');
  });

  it('says something even where nothing was said', () => {
    expect(refusalSentence(new CommandError(-1, ''))).toBe('The node refused (-1).');
    expect(refusalSentence(undefined)).toContain('did not answer');
  });

  it('is not flooded by a long message', () => {
    expect(refusalSentence(new CommandError(-4, 'x'.repeat(10_000))).length).toBeLessThan(302);
  });
});
