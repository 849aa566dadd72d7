import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../../src/node/api.ts';
import { refusalSentence } from '../../../../src/ui/wallet/refusal-words.ts';

describe('a refusal in words', () => {
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
