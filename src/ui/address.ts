/**
 * The page's address after its `#`: `/r/<code>` names the room and holds its secret, so it never
 * reaches a server; what follows names the view, as in `/r/<code>/block/12`; and a query hands
 * something over to the page, as in `/r/<code>?invite=…`.
 */

export interface PageAddress {
  /** As it stands there, not checked. */
  readonly code: string;
  /** The view and what it is about; empty for the first one. */
  readonly path: readonly string[];
  /** What `?name=value` hands over. */
  readonly query: Readonly<Record<string, string>>;
}

const ROOM_PATH = '#/r/';

/** Undefined when the address names no room. */
export function parseAddress(hash: string): PageAddress | undefined {
  if (!hash.startsWith(ROOM_PATH)) return undefined;
  const [place = '', query = ''] = cutAt(hash.slice(ROOM_PATH.length), '?');
  const [code = '', ...path] = place.split('/').map(decodePart);
  return { code, path: path.filter((part) => part !== ''), query: parseQuery(query) };
}

/** `#/r/<code>/<path…>`. */
export function addressOf(code: string, ...path: readonly string[]): string {
  return `${ROOM_PATH}${[code, ...path.map(encodeURIComponent)].join('/')}`;
}

function cutAt(text: string, mark: string): readonly string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function parseQuery(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A stray per cent sign: no code and no view has one, so it is refused as it stands.
    return part;
  }
}
