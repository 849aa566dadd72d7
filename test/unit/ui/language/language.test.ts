import { afterEach, describe, expect, it } from 'vitest';
import { language, speak, speakWith } from '../../../../src/ui/language/language.ts';

afterEach(() => speakWith('en', {}));

describe('the language of the page', () => {
  it('is the one chosen last, though the catalogue of an earlier one comes later', async () => {
    const german = speak('de');
    const english = speak('en');
    expect(await Promise.all([german, english])).toEqual([false, true]);
    expect(language()).toBe('en');
  });

  it('is spoken once its catalogue is here', async () => {
    expect(await speak('it')).toBe(true);
    expect(language()).toBe('it');
  });
});
