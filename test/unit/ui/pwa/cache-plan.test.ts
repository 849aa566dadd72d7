import { describe, expect, it } from 'vitest';
import {
  type Build,
  cacheName,
  isOfBuild,
  keptAddress,
  outdatedCaches,
} from '../../../../src/ui/pwa/cache-plan.ts';

const SCOPE = 'https://example.org/coins/';
const BUILD: Build = {
  version: 'new',
  files: ['', 'manifest.webmanifest', 'assets/index-abc.js'].map((path) => ({
    path,
    integrity: 'sha256-x',
  })),
};

function ask(path: string, change: { readonly method?: string; readonly mode?: string } = {}) {
  const url = new URL(path, SCOPE).href;
  return keptAddress({ url, method: 'GET', mode: 'cors', ...change }, SCOPE, BUILD);
}

describe('a request', () => {
  it.each([
    ['the page', '', SCOPE],
    ['the page, whatever its query', '?x=1', SCOPE],
    ['a file of the build', 'manifest.webmanifest', `${SCOPE}manifest.webmanifest`],
    ['an asset', 'assets/index-abc.js', `${SCOPE}assets/index-abc.js`],
    ['an asset of an older build', 'assets/index-old.js', `${SCOPE}assets/index-old.js`],
  ])('for %s is answered from what is kept', (_, path, address) => {
    expect(ask(path)).toBe(address);
  });

  it('that navigates to the file of the page is answered by the page', () => {
    expect(ask('index.html', { mode: 'navigate' })).toBe(SCOPE);
  });

  it.each([
    ['the meeting place', 'signal'],
    ['the meeting place of the origin', '/signal'],
    ['the health check', '/healthz'],
    ['the service worker', 'sw.js'],
    ['another page of the origin', '/other/'],
    ['another origin', 'https://example.com/coins/'],
    ['a file that is in no build', 'test/page.html'],
  ])('for %s goes to the network', (_, path) => {
    expect(ask(path)).toBeUndefined();
    expect(ask(path, { mode: 'navigate' })).toBeUndefined();
  });

  it('that would change something goes to the network', () => {
    expect(ask('', { method: 'POST' })).toBeUndefined();
  });
});

describe('a cache', () => {
  it('is of one copy of the page and of one version of it', () => {
    const names = [
      cacheName(SCOPE, 'old'),
      cacheName(SCOPE, 'new'),
      cacheName('https://example.org/', 'old'),
      'somebody else’s',
    ];
    expect(new Set(names).size).toBe(4);
    expect(outdatedCaches(names, SCOPE, 'new')).toEqual([cacheName(SCOPE, 'old')]);
  });
});

describe('a page', () => {
  it('is of the build that has its entry', () => {
    expect(isOfBuild(`${SCOPE}assets/index-abc.js`, SCOPE, BUILD)).toBe(true);
    expect(isOfBuild(`${SCOPE}assets/index-old.js`, SCOPE, BUILD)).toBe(false);
    expect(isOfBuild(SCOPE, SCOPE, BUILD)).toBe(false);
  });
});
