/** The house rules that a program can check: each test names the files that break one. */

import { describe, expect, it } from 'vitest';
import {
  importsOf,
  isScript,
  listFiles,
  type SourceFile,
  stripWords,
} from './support/source-files.ts';

const everything = listFiles('.');
const scripts = everything.filter(isScript);
const sources = scripts.filter(({ path }) => /^(src|signaling-server)\//.test(path));
const tests = scripts.filter(({ path }) => path.startsWith('test/'));

/** Imports run from right to left only; the wallet stands on the rules alone. */
const LAYERS = ['util', 'consensus', 'wallet', 'chain', 'mempool', 'net', 'node', 'adapters'];
const ON_RULES_ALONE = new Set(['wallet', 'chain']);
/** What the page's components may know of the node: what it shows, never how it works. */
const SHOWN_TO_PAGE = new Set([
  'src/adapters/storage/kept-rooms.ts',
  'src/adapters/transport/invitation.ts',
  'src/lab/api.ts',
  'src/node/api.ts',
  'src/node/founding.ts',
  'src/node/lesson.ts',
  'src/node/ports.ts',
  'src/node/room.ts',
  'src/wallet/address.ts',
  'src/wallet/payment-link.ts',
]);
const COMPOSITION_ROOTS = new Set(['src/ui/boot.ts', 'src/ui/main.tsx', 'src/verify/main.ts']);
const SIGNALING_PROTOCOL = 'signaling-server/protocol.ts';
const LIMITS = 'src/util/limits.ts';

describe('imports', () => {
  it('run downwards only', () => {
    expect(sources.flatMap(findUpwardImports)).toEqual([]);
  });

  it('form no cycle', () => {
    expect(findCycles(sources)).toEqual([]);
  });

  it('of our own files name an existing file with its ending', () => {
    const paths = new Set(everything.map(({ path }) => path));
    // Its imports stand in the texts that it reads.
    const isReader = ({ path }: SourceFile) => path.endsWith('source-files.test.ts');
    const broken = scripts.flatMap((file) =>
      (isReader(file) ? [] : importsOf(file))
        .filter(({ path }) => path !== undefined && /(^|\/)[^.]+(\.tsx?)?$/.test(path))
        .filter(({ path }) => !paths.has(path!))
        .map(({ specifier }) => `${file.path}: ${specifier}`),
    );
    expect(broken).toEqual([]);
  });

  it('lead from no worker to the start of another, which Firefox may never return from', () => {
    const workers = sources.filter(({ path }) => path.endsWith('.worker.ts'));
    expect(workers.length).toBeGreaterThan(5);
    expect(findInCode(reachedFrom(workers), /\bnew\s+Worker\b/)).toEqual([]);
  });

  it('of the rules are util and cryptography alone', () => {
    const packages = filesIn('src/consensus').flatMap(importsOf);
    const foreign = packages.filter(({ path }) => path === undefined);
    expect(foreign.filter(({ specifier }) => !/^@(noble|scure)\//.test(specifier))).toEqual([]);
  });
});

describe('exports', () => {
  it('have names', () => {
    expect(find(sources, /^export default\b|\bas default\b/m)).toEqual([]);
  });

  it('stand where they are defined, never in a barrel', () => {
    const isBarrel = ({ text }: SourceFile) => {
      const rest = stripWords(text).replaceAll(/^export\s+(type\s+)?(\{[^}]*\}|\*)[^;]*;/gm, '');
      return text.includes('export') && rest.trim() === '';
    };
    expect(sources.filter(isBarrel).map(pathOf)).toEqual([]);
    expect(find(sources, /^export \* from/m)).toEqual([]);
  });
});

describe('below the host', () => {
  const below = ['util', 'consensus', 'wallet', 'chain', 'mempool', 'net', 'node']
    .flatMap((layer) => filesIn(`src/${layer}`))
    .filter(({ path }) => path !== 'src/node/host.ts');
  // The ports and the node's API are promises to others, described and not kept there.
  const isDescription = ({ path }: SourceFile) =>
    path === 'src/node/ports.ts' || path === 'src/node/api.ts';

  it.each([
    ['clock', /(?<![.\w])(Date|performance)\b(?!\s*[:?])/],
    ['randomness', /\bMath\.random\b|(?<![.\w])crypto\s*[.[]/],
    ['timer', /(?<![.\w])(setTimeout|setInterval|setImmediate|queueMicrotask)\b/],
    ['global', /(?<![.\w])(document|window|self|navigator|globalThis|process)\s*[.[]/],
    ['console', /(?<![.\w])console\s*[.[]/],
  ])('nothing reaches for a %s', (_, pattern) => {
    expect(findInCode(below, pattern)).toEqual([]);
  });

  it('nothing waits', () => {
    const waiting = /(?<![.\w])(async|await|Promise)\b|\.then\s*\(/;
    expect(
      findInCode(
        below.filter((file) => !isDescription(file)),
        waiting,
      ),
    ).toEqual([]);
  });
});

describe('files', () => {
  it('are at most 400 lines long', () => {
    const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > 400);
    expect(long.map(pathOf)).toEqual([]);
  });

  it('have lines of at most 100 columns', () => {
    expect(find(scripts, /^.{101,}$/m)).toEqual([]);
  });

  it('open with a comment that says what they are for', () => {
    const supports = tests.filter(({ path }) => !/\.(test|spec)\.ts$/.test(path));
    const silent = [...sources, ...supports].filter(({ text }) => !/^\/[/*]/.test(text));
    expect(silent.map(pathOf)).toEqual([]);
  });
});

describe('promises to the reader', () => {
  it('no test is skipped, singled out or left for later', () => {
    expect(
      findInCode(tests, /\b(it|test|describe)\b[\w.]*\.(skip|only|todo|fixme|fails)\b/),
    ).toEqual([]);
    expect(findInCode(tests, /(?<![.\w])(xit|xtest|xdescribe|fit|fdescribe)\s*\(/)).toEqual([]);
  });

  it('no check of types or lint is switched off', () => {
    // Written so that this file does not hold what it looks for.
    expect(find(scripts, /@ts-(?:ignore|nocheck|expect-error)/)).toEqual([]);
    expect(find(scripts, /(?:oxlint|eslint|oxfmt|prettier)-(?:disable|ignore)/)).toEqual([]);
    expect(findInCode(scripts, /(:|\bas|<|\|)\s*any\b(?!\s*\()/)).toEqual([]);
  });

  it('nothing is left to be done', () => {
    expect(find(everything, /\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b/)).toEqual([]);
  });

  it('no text names a folder of one machine', () => {
    const folders = ['home', 'root', 'Users', 'work', 'tmp', 'mnt'].join('|');
    expect(find(everything, new RegExp(`(?<![\\w.*)\\]}-])/(${folders})/\\w`))).toEqual([]);
  });
});

function filesIn(folder: string): SourceFile[] {
  return sources.filter(({ path }) => path.startsWith(`${folder}/`));
}

function pathOf({ path }: SourceFile): string {
  return path;
}

function find(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) => {
    const match = pattern.exec(text);
    if (match === null) return [];
    return [`${path}:${text.slice(0, match.index).split('\n').length}: ${match[0].slice(0, 60)}`];
  });
}

function findInCode(files: readonly SourceFile[], pattern: RegExp): string[] {
  return find(
    files.map(({ path, text }) => ({ path, text: stripWords(text) })),
    pattern,
  );
}

function findUpwardImports(file: SourceFile): string[] {
  const targets = importsOf(file).flatMap(({ path }) => path ?? []);
  return targets
    .filter((target) => !mayImport(file.path, target))
    .map((it) => `${file.path}: ${it}`);
}

function mayImport(from: string, target: string): boolean {
  const [source, sourceLayer] = from.split('/') as [string, string];
  const [root, layer] = target.split('/') as [string, string];
  if (source === 'signaling-server') return root === source || target === LIMITS;
  // The client of the meeting place speaks its protocol; nothing else of the server is ours to use.
  if (root === 'signaling-server') {
    return sourceLayer === 'adapters' && target === SIGNALING_PROTOCOL;
  }
  if (root !== 'src') return false;
  if (COMPOSITION_ROOTS.has(from) || sourceLayer === 'worker') return true;
  // The laboratory puts nodes together, as a worker does, and is shown by the page.
  if (sourceLayer === 'lab') return layer !== 'ui';
  if (sourceLayer === 'ui') {
    return layer === 'ui' || layer === 'util' || SHOWN_TO_PAGE.has(target);
  }
  // The wallet stands beside the chain, on the rules alone; the node puts the two together.
  if (sourceLayer === 'wallet') return ['wallet', 'consensus', 'util'].includes(layer);
  if (layer === 'wallet') return sourceLayer === 'node' || sourceLayer === 'adapters';
  const rank = LAYERS.indexOf(layer);
  if (ON_RULES_ALONE.has(sourceLayer) && ON_RULES_ALONE.has(layer)) return layer === sourceLayer;
  if (sourceLayer === 'consensus') return layer === 'consensus' || layer === 'util';
  return rank >= 0 && rank <= LAYERS.indexOf(sourceLayer);
}

/** These files and all that they import, at whatever remove. */
function reachedFrom(files: readonly SourceFile[]): SourceFile[] {
  const byPath = new Map(sources.map((file) => [file.path, file]));
  const reached = new Set<SourceFile>();
  const visit = (file: SourceFile | undefined): void => {
    if (file === undefined || reached.has(file)) return;
    reached.add(file);
    for (const { path } of importsOf(file)) visit(byPath.get(path ?? ''));
  };
  files.forEach(visit);
  return [...reached];
}

/** Paths that come back to where they began, each told once, as a chain of files. */
function findCycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(files.map((file) => [file.path, importsOf(file).map(({ path }) => path)]));
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
      return;
    }
    if (finished.has(path)) return;
    for (const next of edges.get(path) ?? []) if (next !== undefined) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}
