/**
 * Text in the page's files that no language but English would have: what looks like words, and is
 * in no call that says it. It goes by the form of a text and by where it stands, so each exception
 * is a kind of place that nobody reads or hears.
 */

import { isSayer } from './messages.ts';
import type { SourceFile } from './source-files.ts';
import { calleeName, cooked, isNode, lineAt, type Node, parse, walk } from './syntax.ts';

/** Shown or read out whatever it is, so that one word is enough. */
const SHOWN_ATTRIBUTES =
  /^(aria-(label|description|roledescription|valuetext)|title|alt|label|placeholder|hint|aside)$/;
/** What may stand between such a place and its text. */
const CHOICES = words(
  'JSXExpressionContainer ConditionalExpression LogicalExpression TemplateLiteral',
);
/** For style, scripts and machines; `text` and whatever else may be shown is not among them. */
const HIDDEN_ATTRIBUTES = new RegExp(
  '^(class|className|id|style|href|rel|target|type|role|name|kind|for|key|d|transform|viewBox|' +
    'testId|icon|accept|autocomplete|autoComplete|inputMode|data-.*|aria-(live|labelledby|' +
    'describedby|controls|owns|current))$',
);
/** Whose children are typed, not read: commands, keys, codes. */
const CODE_ELEMENTS = words('code kbd samp pre');
/** Calls for machines or for programmers: selectors, media queries, errors of our own, files. */
const HIDDEN_CALLS = words(
  'assert URL RegExp matchMedia querySelector querySelectorAll closest matches ' +
    'setAttribute createElement getItem setItem removeItem addEventListener setProperty warn ' +
    'error call fileName',
);
/** The same in every language: units, and names of what is not ours to name. */
const NAMES = new RegExp(
  '^(TAB|ticks?|k?v?B|WU|tabchain|Bitcoin|BIP|JSON|SHA-256|QR|GPU|URL|RPC|TURN|WebRTC|mempool|' +
    'Esc)$',
  'i',
);
/** Code's own names, as hashPrevBlock and ConnectBlock. */
const HUMPS = /\p{Ll}\p{Lu}/u;
const WORD = /(?<![\p{L}\d])\p{L}[\p{L}’'-]*\p{L}(?![\p{L}\d])/gu;
/** The name of a key or of an event of the browser is written like a word of ours. */
/** Calls, lengths and media queries of style sheets, and what else has their signs. */
const LIKE_CODE = /^[a-z]+\(|[\w}]px\b|^\([a-z-]+: \w+\)$|[=\\<>@]/;
const BROWSER_NAMES =
  /^(Enter|Escape|Tab|Home|End|Backspace|Delete|Page(Up|Down)|Arrow\w+|\w+Error|\w+Event)$/;

/** Names alone: of languages, each by itself, and of people. */
const FILES_OF_NAMES = words('src/ui/language/language.ts src/ui/about/licences.ts');

/** Each as path:line: the text. */
export function findUnsaid(file: SourceFile): string[] {
  const found: string[] = [];
  if (FILES_OF_NAMES.has(file.path)) return found;
  walk(parse(file), (node, parents) => {
    if (isNeverShown(node, parents)) return false;
    const text = textOf(node);
    if (text === undefined || !looksSaid(text, parents)) return true;
    found.push(`${file.path}:${lineAt(file, node.start)}: ${text.trim().slice(0, 70)}`);
    return true;
  });
  return found;
}

function textOf(node: Node): string | undefined {
  if (node.type === 'JSXText') return String(node['value']).replaceAll(/\s+/g, ' ');
  if (node.type === 'TemplateLiteral') return cooked(node);
  return node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;
}

function looksSaid(text: string, parents: readonly Node[]): boolean {
  const words = wordsOf(text);
  if (words.length === 0 || isInCode(parents)) return false;
  if (isShown(parents)) return true;
  const pieces = text
    .trim()
    .split(/\s+/)
    .filter((piece) => /\p{L}{2}|\{\}/u.test(piece));
  if (pieces.length >= 2) return !LIKE_CODE.test(text);
  return /^\p{Lu}\p{Ll}+[.…]?$/u.test(text.trim());
}

function wordsOf(text: string): string[] {
  const isWord = (word: string) => ![NAMES, HUMPS, BROWSER_NAMES].some((name) => name.test(word));
  return (text.match(WORD) ?? []).filter(isWord);
}

/** Text of an element, chosen by a condition or not, or of an attribute that is always read. */
function isShown(parents: readonly Node[]): boolean {
  const at = parents.findLastIndex(({ type }) => /^JSX(Attribute|Element|Fragment)$/.test(type));
  if (at < 0 || parents.slice(at + 1).some(({ type }) => !CHOICES.has(type))) return false;
  return parents[at]!.type !== 'JSXAttribute' || SHOWN_ATTRIBUTES.test(attributeName(parents[at]));
}

function isInCode(parents: readonly Node[]): boolean {
  const element = parents.findLast(({ type }) => type === 'JSXElement');
  const opening = element?.['openingElement'] as Node | undefined;
  const name = opening?.['name'] as Node | undefined;
  return parents.at(-1) === element && CODE_ELEMENTS.has(String(name?.['name']));
}

function attributeName(attribute: Node | undefined): string {
  const name = attribute?.['name'];
  return isNode(name) ? String(name['name']) : '';
}

function isNeverShown(node: Node, parents: readonly Node[]): boolean {
  const parent = parents.at(-1);
  if (
    isSayer(node) ||
    /^(TS(?!As|NonNull|Satisfies)|Import|Export(All|Named.*from))/.test(node.type)
  ) {
    return true;
  }
  if (node.type === 'JSXAttribute') return HIDDEN_ATTRIBUTES.test(attributeName(node));
  if (/^(Call|New)Expression$/.test(node.type)) return isForMachines(calleeName(node));
  return isCompared(node, parent) || isNamed(node, parent);
}

/** Errors of our own are told to programmers. */
function isForMachines(name: string): boolean {
  return HIDDEN_CALLS.has(name) || name.endsWith('Error');
}

/** What is compared with, or looked up by, is no text. */
function isCompared(node: Node, parent: Node | undefined): boolean {
  if (parent?.type === 'BinaryExpression') return parent['operator'] !== '+' && isLiteral(node);
  if (parent?.type === 'SwitchCase') return parent['test'] === node;
  return parent?.type === 'MemberExpression' && parent['property'] === node;
}

/** Names in an object, and what stands under `core`: a thing's name in Bitcoin's sources. */
function isNamed(node: Node, parent: Node | undefined): boolean {
  if (parent?.type !== 'Property') return false;
  const key = parent['key'] as Node;
  return key === node || key['name'] === 'core';
}

function isLiteral({ type }: Node): boolean {
  return type === 'Literal' || type === 'TemplateLiteral';
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
