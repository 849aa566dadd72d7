/** A source file as a tree (ESTree with JSX), read by the parser that also builds the page. */

import { parseSync } from 'vite';
import type { SourceFile } from './source-files.ts';

export interface Node {
  readonly type: string;
  readonly start: number;
  /** Children and facts, by the names that ESTree gives them. */
  readonly [name: string]: unknown;
}

export function parse({ path, text }: SourceFile): Node {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  return program as unknown as Node;
}

/** Visits the tree from the root down; below a node for which `visit` returns false it goes not. */
export function walk(node: Node, visit: (node: Node, parents: readonly Node[]) => boolean): void {
  const descend = (each: Node, parents: readonly Node[]): void => {
    if (!visit(each, parents)) return;
    const below = [...parents, each];
    for (const child of childrenOf(each)) descend(child, below);
  };
  descend(node, []);
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isNode),
  );
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

export function lineAt({ text }: SourceFile, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The function's or constructor's own name: `warn` for `console.warn(…)`. */
export function calleeName({ callee }: Node): string {
  if (!isNode(callee)) return '';
  return String(isNode(callee['property']) ? callee['property']['name'] : callee['name']);
}

/**
 * Every text that the expression may be: literals, glued by +, and either side of a condition;
 * undefined where any part of it is known only later.
 */
export function textsOf(node: unknown): readonly string[] | undefined {
  if (!isNode(node)) return undefined;
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : undefined;
    case 'TemplateLiteral':
      return (node['expressions'] as unknown[]).length === 0 ? [cooked(node)] : undefined;
    case 'BinaryExpression':
      return node['operator'] === '+' ? glued(node) : undefined;
    case 'ConditionalExpression':
      return both(textsOf(node['consequent']), textsOf(node['alternate']));
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return textsOf(node['expression']);
    default:
      return undefined;
  }
}

/** A template's own words, `{}` where a value is put in. */
export function cooked(template: Node): string {
  const pieces = template['quasis'] as readonly { readonly value: { readonly cooked: string } }[];
  return pieces.map(({ value }) => value.cooked).join('{}');
}

function glued({ left, right }: Node): readonly string[] | undefined {
  const ends = textsOf(right);
  return ends && textsOf(left)?.flatMap((begin) => ends.map((end) => begin + end));
}

function both(
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): readonly string[] | undefined {
  return left && right && [...left, ...right];
}
