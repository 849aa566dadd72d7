import { describe, expect, it } from 'vitest';
import { readLine } from '../../../../src/ui/console/command-line.ts';

const call = (method: string, ...parameters: unknown[]) => ({ kind: 'call', method, parameters });

describe('a line of the console', () => {
  it.each([
    ['getblockcount', call('getblockcount')],
    ['  getblockhash   12 ', call('getblockhash', 12)],
    ['getrawmempool true', call('getrawmempool', true)],
    ['sendtoaddress tab1xyz 1.5', call('sendtoaddress', 'tab1xyz', 1.5)],
    ['setmining {"threads": 2}', call('setmining', { threads: 2 })],
    ['send [{"a b": 1}, {"c": [2]}]', call('send', [{ 'a b': 1 }, { c: [2] }])],
    ['writenote "two words"', call('writenote', 'two words')],
    [String.raw`writenote "a \" mark"`, call('writenote', 'a " mark')],
    ["writenote 'two words'", call('writenote', 'two words')],
    ['writenote ""', call('writenote', '')],
    ['verifyhash null', call('verifyhash', null)],
  ])('%s', (line, expected) => {
    expect(readLine(line)).toEqual(expected);
  });

  it('keeps long digits as text: a hash may have no letter', () => {
    const digits = '1234567890'.repeat(6) + '1234';
    expect(readLine(`getblock ${digits}`)).toEqual(call('getblock', digits));
    expect(readLine('getblockhash 123456789012345')).toEqual(call('getblockhash', 123456789012345));
  });

  it('asks for help about one command, or for the list', () => {
    expect(readLine('help getblock')).toEqual({ kind: 'help', method: 'getblock' });
    expect(readLine('help')).toEqual(call('help'));
  });

  it.each(['send [1', 'send {"a": 1', 'writenote "x', "writenote 'x"])(
    '%s is not finished',
    (line) => {
      expect(readLine(line)).toMatchObject({ kind: 'unfinished' });
    },
  );

  it('may be empty', () => {
    expect(readLine('   ')).toEqual({ kind: 'empty' });
  });
});
