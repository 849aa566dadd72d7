/** What the service worker does with a request, and with what older versions have left. */

/** One file of the build. */
export interface BuildFile {
  /** Relative to the page; empty for the page itself. */
  readonly path: string;
  /** Its content's hash, in the form of the `integrity` attribute. */
  readonly integrity: string;
}

export interface Build {
  /** Changes with any file of it. */
  readonly version: string;
  readonly files: readonly BuildFile[];
}

/** Of a request, as far as it matters here. */
export interface Asked {
  readonly url: string;
  readonly method: string;
  readonly mode: string;
}

/** Two copies of the page under one origin have caches of their own. */
export function cacheName(scope: string, version: string): string {
  return `${prefixOf(scope)}${version}`;
}

/**
 * The address under which the answer is kept; undefined for what is none of ours: other origins,
 * the meeting place, the health check, whatever is no file of a build. Assets are answered of any
 * build, since a tab may still run the one before.
 */
export function keptAddress({ url, method, mode }: Asked, scope: string, build: Build) {
  const { origin, pathname } = new URL(url);
  const home = new URL(scope);
  if (method !== 'GET' || origin !== home.origin) return undefined;
  if (!pathname.startsWith(home.pathname)) return undefined;
  const path = pathname.slice(home.pathname.length);
  if (path === '' || (mode === 'navigate' && path === 'index.html')) return scope;
  const isOurs = path.startsWith('assets/') || build.files.some((file) => file.path === path);
  return isOurs ? new URL(path, scope).href : undefined;
}

/** Caches that nobody needs any more, once the only tab that is open runs this version. */
export function outdatedCaches(names: readonly string[], scope: string, version: string) {
  const [prefix, current] = [prefixOf(scope), cacheName(scope, version)];
  return names.filter((name) => name.startsWith(prefix) && name !== current);
}

/** Whether a page whose entry is this script was built with this build. */
export function isOfBuild(entry: string, scope: string, { files }: Build): boolean {
  return files.some(({ path }) => path !== '' && new URL(path, scope).href === entry);
}

function prefixOf(scope: string): string {
  return `tabchain:${scope}:`;
}
