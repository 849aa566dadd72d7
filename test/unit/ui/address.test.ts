import { describe, expect, it } from 'vitest';
import { addressOf, parseAddress } from '../../../src/ui/address.ts';

describe('the page’s address', () => {
  it('names a room', () => {
    expect(parseAddress('#/r/ABC')).toEqual({ code: 'ABC', path: [], query: {} });
  });

  it('names a view and what it is about', () => {
    expect(parseAddress('#/r/ABC/block/12')?.path).toEqual(['block', '12']);
    expect(parseAddress('#/r/ABC//block//12/')?.path).toEqual(['block', '12']);
  });

  it('hands something over', () => {
    const { code, path, query } = parseAddress('#/r/ABC/network?invite=x-y&z=1?2')!;
    expect({ code, path, query }).toEqual({
      code: 'ABC',
      path: ['network'],
      query: { invite: 'x-y', z: '1?2' },
    });
  });

  it.each(['', '#', '#/', '#/room/ABC', '#r/ABC', '/r/ABC'])(
    'is no room’s when it is %j',
    (hash) => {
      expect(parseAddress(hash)).toBeUndefined();
    },
  );

  it('is read back as it was written, whatever is searched for', () => {
    for (const text of ['a/b', 'a?b', '%', '%zz', 'ä ö', '#', '../..']) {
      const hash = addressOf('ABC', 'search', text);
      expect(parseAddress(hash)).toEqual({ code: 'ABC', path: ['search', text], query: {} });
    }
  });

  it('survives a stray per cent sign', () => {
    expect(parseAddress('#/r/ABC%/x%')).toEqual({ code: 'ABC%', path: ['x%'], query: {} });
  });
});
