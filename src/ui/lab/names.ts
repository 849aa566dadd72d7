/** What the nodes are called in sentences. Names are others' text: clipped, and isolated. */

import { type NodeRef, SELF } from '../../lab/api.ts';
import { inertText } from '../../util/text.ts';
import { say } from '../language/say.ts';

const NAME_MAX_CHARACTERS = 32;
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_DIRECTIONAL_ISOLATE = '\u2069';

interface Named {
  readonly ref: NodeRef;
  readonly name: string;
}

/** A name of others within a sentence of ours: it cannot turn the sentence around. */
export function isolated(name: string): string {
  const calm = inertText(name, NAME_MAX_CHARACTERS);
  return `${FIRST_STRONG_ISOLATE}${calm}${POP_DIRECTIONAL_ISOLATE}`;
}

/** As it stands beside a node. */
export function labelOf({ ref, name }: Named): string {
  if (name === '') return say('Another tab');
  return ref === SELF ? say('{name} (this tab)', { name: isolated(name) }) : isolated(name);
}

/** 'Fox, Moth and Heron', in the page's language. */
export function listed(words: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(words);
}
