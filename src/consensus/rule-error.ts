/**
 * What is said when a rule is broken by somebody else's data. The code is stable and names the
 * rule; the blame alone decides what happens to the sender and to the hash.
 */

export type Blame =
  /** Broken for ever: the hash is remembered as bad. */
  | 'invalid'
  /** The body is not the one its header commits to: drop it, never mark the hash. */
  | 'mutated'
  /** Not yet: true later, nobody's fault. */
  | 'early'
  /** Its parent is not known here. */
  | 'orphan'
  /** Well formed, and more than we are willing to hold. */
  | 'resource';

export class RuleError extends Error {
  readonly code: string;
  readonly blame: Blame;

  constructor(code: string, blame: Blame, detail: string) {
    super(`${code}: ${detail}`);
    this.name = 'RuleError';
    this.code = code;
    this.blame = blame;
  }
}
