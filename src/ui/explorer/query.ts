/** What somebody who types into the search field may mean, by its form alone. */

export type Query =
  | { readonly kind: 'height'; readonly height: number }
  /** A block's hash or a transaction's id: nothing but looking tells which. */
  | { readonly kind: 'hash'; readonly hash: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'words'; readonly words: string };

/** Undefined for nothing at all. Heights may be typed as they are shown, in groups of three. */
export function readQuery(text: string): Query | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  const digits = trimmed.replaceAll(/[\s,.']/g, '');
  if (/^\d{1,9}$/.test(digits)) return { kind: 'height', height: Number(digits) };
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return { kind: 'hash', hash: trimmed.toLowerCase() };
  const joined = trimmed.replaceAll(/\s/g, '');
  if (/^tab1[02-9ac-hj-np-z]{20,}$/i.test(joined)) {
    return { kind: 'address', address: joined.toLowerCase() };
  }
  return { kind: 'words', words: trimmed };
}
