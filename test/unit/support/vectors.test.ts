import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listFiles } from '../../support/source-files.ts';
import { vectorText } from '../../support/vectors.ts';

const names = readdirSync(new URL('../../vectors', import.meta.url))
  .filter((name) => name !== 'README.md')
  .toSorted();
const readme = vectorText('README.md');
const tests = listFiles('test').filter(({ path }) => path.endsWith('.test.ts'));

describe('published data', () => {
  it('is there', () => {
    expect(names.length).toBeGreaterThan(10);
  });

  it.each(names)('%s has its origin told, and a test that reads it', (name) => {
    expect(readme.split('\n').some((line) => line.startsWith('|') && line.includes(name))).toBe(
      true,
    );
    expect(tests.some(({ text }) => text.includes(`'${name}'`))).toBe(true);
  });
});
