import { describe, expect, it } from 'vitest';
import { commandOf, completed, completions } from '../../../../src/ui/console/completion.ts';

const COMMANDS = ['getblock', 'getblockhash', 'getblockcount', 'generate', 'help'].map((name) => ({
  name,
  synopsis: '',
  does: '',
}));
const namesFor = (text: string) => completions(text, COMMANDS).map(({ name }) => name);

describe('completion', () => {
  it('offers what begins so, in the order of the alphabet', () => {
    expect(namesFor('getblock')).toEqual(['getblockcount', 'getblockhash']);
    expect(namesFor('help gen')).toEqual(['generate']);
    expect(namesFor('getblock 1')).toEqual([]);
    expect(namesFor('')).toEqual([]);
  });

  it('knows the command whose parameters are typed', () => {
    const nameOf = (text: string) => commandOf(text, COMMANDS)?.name;
    expect(nameOf('getblock 00ab 2')).toBe('getblock');
    expect(nameOf('help getblock')).toBe('getblock');
    expect(nameOf('getbloc')).toBeUndefined();
    expect(nameOf('')).toBeUndefined();
  });

  it('goes as far as all agree, and adds a space where one is left', () => {
    expect(completed('getb', COMMANDS)).toBe('getblock');
    expect(completed('getblockh', COMMANDS)).toBe('getblockhash ');
    expect(completed('help gen', COMMANDS)).toBe('help generate ');
    expect(completed('zzz', COMMANDS)).toBe('zzz');
    expect(completed('g', COMMANDS)).toBe('ge');
  });
});
