/**
 * Text that strangers wrote, made inert. It is still shown as text only; this takes away what can
 * harm as text: controls, characters that turn the direction of what stands around them (U+202E),
 * invisible ones, and piles of combining marks that paint over the neighbours.
 */

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]/gu;
const MARKS_IN_EXCESS = /(\p{M}{2})\p{M}+/gu;
const SPACES = /\s+/gu;

/** At most `maxCharacters` code points on one line; may be empty. */
export function inertText(text: string, maxCharacters: number): string {
  const calm = text
    .normalize('NFC')
    .replace(SPACES, ' ')
    .replace(UNSEEN, '')
    .replace(MARKS_IN_EXCESS, '$1')
    .trim();
  return [...calm].slice(0, maxCharacters).join('').trim();
}
