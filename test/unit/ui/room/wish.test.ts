import { describe, expect, it } from 'vitest';
import {
  halvingComplaint,
  PRESETS,
  spacingComplaint,
  type Wish,
  wishedParams,
} from '../../../../src/ui/room/wish.ts';

const WISH: Wish = { isSandbox: false, spacing: '10', startPower: 24, halving: '210000' };

describe('a wish as it is typed', () => {
  it.each(PRESETS.map((preset) => [preset.name, preset.wish] as const))(
    'can be the choice %s as it stands',
    (_, wish) => {
      expect(wishedParams(wish)).toMatchObject({
        kind: wish.isSandbox ? 'sandbox' : 'main',
        targetSpacingSeconds: Number(wish.spacing),
        halvingInterval: Number(wish.halving),
      });
    },
  );

  it('may have spaces between its digits', () => {
    expect(wishedParams({ ...WISH, halving: ' 210\u202f000 ' })?.halvingInterval).toBe(210_000);
  });

  it.each(['', '1', '256', '-10', '10.5', '1e2', 'ten', '0x10'])(
    'has no %j seconds between blocks',
    (spacing) => {
      expect(wishedParams({ ...WISH, spacing })).toBeUndefined();
      expect(spacingComplaint({ ...WISH, spacing })).toContain('from 2 to 255');
    },
  );

  it.each(['', '0', '4294967296', '99999999999', 'many'])(
    'has no halving after %j blocks',
    (halving) => {
      expect(wishedParams({ ...WISH, halving })).toBeUndefined();
      expect(halvingComplaint({ ...WISH, halving })).toContain('at least 1');
    },
  );

  it('is complained of where it is wrong only', () => {
    expect(spacingComplaint(WISH)).toBe('');
    expect(halvingComplaint(WISH)).toBe('');
  });
});
