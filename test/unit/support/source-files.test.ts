import { describe, expect, it } from 'vitest';
import { importsOf, stripWords } from '../../support/source-files.ts';

const pathsIn = (text: string) =>
  importsOf({ path: 'src/net/sync.ts', text }).map(({ path }) => path);

describe('reading imports', () => {
  it('finds static, type-only, side-effect and many-line imports', () => {
    const text = [
      "import { a } from './a.ts';",
      "import type { B } from '../chain/b.ts';",
      "import './style.css';",
      'import {',
      '  c,',
      "} from '../../signaling-server/c.ts';",
    ].join('\n');
    expect(pathsIn(text)).toEqual([
      'src/net/a.ts',
      'src/chain/b.ts',
      'src/net/style.css',
      'signaling-server/c.ts',
    ]);
  });

  it('finds re-exports, lazy imports and workers', () => {
    expect(pathsIn("export { a } from './a.ts';")).toEqual(['src/net/a.ts']);
    expect(pathsIn("const a = await import('./a.ts');")).toEqual(['src/net/a.ts']);
    expect(pathsIn("new Worker(new URL('./a.worker.ts', import.meta.url));")).toEqual([
      'src/net/a.worker.ts',
    ]);
  });

  it('leaves packages without a path, and drops what a bundler adds', () => {
    expect(importsOf({ path: 'src/a.ts', text: "import Peer from 'simple-peer';" })).toEqual([
      { specifier: 'simple-peer', path: undefined },
    ]);
    expect(pathsIn("import url from './a.ts?worker&url';")).toEqual(['src/net/a.ts']);
  });

  it('is not misled by an export that imports nothing', () => {
    expect(pathsIn("export const from = 'here';\nexport function f() {}")).toEqual([]);
  });
});

describe('stripping words', () => {
  it('blanks comments and quotes, and keeps the code and its lines', () => {
    const text = 'const a = \'await\'; // Date\n/* crypto.\n */ const b = "self.";';
    const code = stripWords(text);
    expect(code).not.toMatch(/await|Date|crypto|self/);
    expect(code.split('\n')).toHaveLength(text.split('\n').length);
    expect(code).toMatch(/const a = +;/);
  });

  it('keeps the code inside a template and blanks its words', () => {
    const code = stripWords('`await ${clock(Date.now())} self.`');
    expect(code).toContain('clock(Date.now())');
    expect(code).not.toMatch(/await|self/);
  });

  it('does not take a quote in a regular expression for the start of a text', () => {
    expect(stripWords("const a = /'/.test(b); const c = Date.now(); const d = '';")).toContain(
      'Date.now()',
    );
  });

  it('does not take a division for a regular expression', () => {
    expect(stripWords('const a = b / performance.now() / 2;')).toContain('performance.now()');
  });

  it('goes on after an escaped quote', () => {
    expect(stripWords(String.raw`const a = 'it\'s'; Date.now();`)).toContain('Date.now()');
  });
});
