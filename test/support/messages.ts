/**
 * Every message that the page can say: those in the calls of its own files, and those that come
 * from below it, which it says as they are: what commands do, why they refuse, what is wrong with a
 * link. And what is wrong with a catalogue of their translations.
 */

import type { CommandContext } from '../../src/node/command.ts';
import { runCommand } from '../../src/node/commands.ts';
import type { Catalogue } from '../../src/ui/language/language.ts';
import { listFiles, type SourceFile } from './source-files.ts';
import { calleeName, isNode, lineAt, type Node, parse, textsOf, walk } from './syntax.ts';

export interface Message {
  /** The key of its translations. */
  readonly text: string;
  /** Its singular; undefined where nothing is counted. */
  readonly one: string | undefined;
  readonly path: string;
  readonly line: number;
}

export interface Said {
  readonly messages: readonly Message[];
  /** Calls that cannot be right, each with its place. */
  readonly faults: readonly string[];
}

const SAYERS: ReadonlySet<string> = new Set(['say', 'sayWith', 'toSay', 'sayCount']);
/** Where sentences stand in a table named SENTENCES, which nothing of the page may mark. */
const SENTENCES_BELOW = 'src/adapters/transport/invitation.ts';

export function isSayer(node: Node): boolean {
  return node.type === 'CallExpression' && SAYERS.has(calleeName(node));
}

export function pageFiles(): SourceFile[] {
  const files = listFiles('src/ui').filter(({ path }) => /\.tsx?$/.test(path));
  return files.toSorted((left, right) => (left.path < right.path ? -1 : 1));
}

/** All of them, each once, in the order of the files. */
export function allMessages(): Said {
  const page = pageFiles().map(saidIn);
  const below = [...sentencesBelow(), ...refusals(), ...helpTexts()];
  const messages = [...page.flatMap((said) => said.messages), ...below];
  return {
    messages: unique(messages),
    faults: [...page.flatMap(({ faults }) => faults), ...conflicts(messages)],
  };
}

export function saidIn(file: SourceFile): Said {
  const messages: Message[] = [];
  const faults: string[] = [];
  walk(parse(file), (node) => {
    if (!isSayer(node)) return true;
    const found = messagesOf(node, file);
    messages.push(...found);
    faults.push(...found.flatMap((message) => valueFaults(message, node)));
    return true;
  });
  return { messages, faults };
}

/** Texts that are known only later were marked by toSay where they stand. */
function messagesOf(call: Node, file: SourceFile): Message[] {
  const parameters = call['arguments'] as readonly unknown[];
  const { path } = file;
  const line = lineAt(file, call.start);
  if (calleeName(call) !== 'sayCount') {
    return (textsIn(parameters[0]) ?? []).map((text) => ({ text, one: undefined, path, line }));
  }
  const [singulars, plurals] = [textsOf(parameters[1]), textsOf(parameters[2])];
  return (plurals ?? []).map((text, at) => ({ text, one: singulars?.[at] ?? '', path, line }));
}

/** Of a condition one side may be known only later, and the other is a message all the same. */
function textsIn(node: unknown): readonly string[] | undefined {
  if (!isNode(node) || node.type !== 'ConditionalExpression') return textsOf(node);
  return [...(textsIn(node['consequent']) ?? []), ...(textsIn(node['alternate']) ?? [])];
}

/** A value without a place is not shown; a place without a value is shown as it stands. */
function valueFaults({ text, one, path, line }: Message, call: Node): string[] {
  if (calleeName(call) === 'toSay') return [];
  const given = namesOf((call['arguments'] as readonly unknown[])[one === undefined ? 1 : 3]);
  if (given === undefined) return [];
  const wanted = new Set([...placeholders(text), ...placeholders(one ?? '')]);
  // The count is known anyway; it may be given in another form.
  if (one !== undefined && !given.has('count')) wanted.delete('count');
  const names = [...given, ...wanted].filter((name) => !given.has(name) || !wanted.has(name));
  return names.map((name) => `${path}:${line}: {${name}} of "${text}"`);
}

/** Undefined where not all of them are written there. */
function namesOf(values: unknown): ReadonlySet<string> | undefined {
  if (!isNode(values)) return new Set();
  if (values.type !== 'ObjectExpression') return undefined;
  const keys = (values['properties'] as readonly Node[]).map(({ key }) => key);
  return keys.every(isNode) ? new Set(keys.map((key) => String(key['name']))) : undefined;
}

export function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].toSorted();
}

/** One key has one entry, either counted or not. */
function conflicts(messages: readonly Message[]): string[] {
  const first = new Map<string, Message>();
  return messages.flatMap((message) => {
    const before = first.get(message.text) ?? message;
    first.set(message.text, before);
    if (formOf(before) === formOf(message)) return [];
    return [`${message.path}:${message.line}: counted in another way in ${before.path}`];
  });
}

/** "One peer" and "{count} peer" are alike: what has one form in English may have two elsewhere. */
function formOf({ one }: Message): string {
  return one === undefined ? 'plain' : String(placesBesideCount(one));
}

function placesBesideCount(text: string): string[] {
  return placeholders(text).filter((name) => name !== 'count');
}

function unique(messages: readonly Message[]): Message[] {
  const first = new Map<string, Message>();
  for (const message of messages) if (!first.has(message.text)) first.set(message.text, message);
  return [...first.values()];
}

function sentencesBelow(): Message[] {
  const files = listFiles('src/adapters').filter(({ path }) => path === SENTENCES_BELOW);
  return files.flatMap((file) => literalsWhere(file, isOfSentences));
}

function isOfSentences(node: Node, parents: readonly Node[]): boolean {
  const isValue = parents.at(-1)?.type === 'Property' && parents.at(-1)?.['value'] === node;
  const names = parents.filter(({ type }) => type === 'VariableDeclarator').map(({ id }) => id);
  return isValue && names.some((id) => isNode(id) && id['name'] === 'SENTENCES');
}

/** Of commands: sentences without a value in them; those with one are for the console. */
function refusals(): Message[] {
  const files = listFiles('src/node').filter(({ path }) => /commands?\.ts$/.test(path));
  return files.flatMap((file) =>
    literalsWhere(file, (node, parents) => {
      const parent = parents.at(-1);
      const isReason = parent?.type === 'NewExpression' && calleeName(parent) === 'CommandError';
      const isNamed = parent?.type === 'VariableDeclarator' && parents.length === 3;
      // A code alone, such as a rule's, is the same in every language.
      return (isReason || isNamed) && / /.test(String(node['value']));
    }),
  );
}

function literalsWhere(
  file: SourceFile,
  isWanted: (node: Node, parents: readonly Node[]) => boolean,
): Message[] {
  const messages: Message[] = [];
  walk(parse(file), (node, parents) => {
    const texts = textsOf(node);
    if (texts === undefined) return true;
    const line = lineAt(file, node.start);
    for (const text of isWanted(node, parents) ? texts : []) {
      messages.push({ text, one: undefined, path: file.path, line });
    }
    return false;
  });
  return messages;
}

/** As `help` answers them. */
function helpTexts(): Message[] {
  let answer: unknown;
  const context = { reply: (_: number, result: unknown) => void (answer = result) };
  const help = { id: 0, method: 'help', parameters: [] };
  runCommand(context as unknown as CommandContext, help);
  const commands = answer as readonly { readonly does: string }[];
  return commands.map(({ does }) => ({ text: does, one: undefined, path: 'help', line: 0 }));
}

/** Empty for a catalogue that says every message, in the form in which the page asks for it. */
export function catalogueFaults(catalogue: Catalogue, messages: readonly Message[]): string[] {
  const keys = new Set(messages.map(({ text }) => text));
  const unused = Object.keys(catalogue).filter((key) => !keys.has(key));
  return [
    ...missingFrom(catalogue, messages).map(({ text }) => `missing: ${text}`),
    ...unused.map((key) => `left over: ${key}`),
    ...messages.flatMap((message) => entryFaults(message, catalogue[message.text])),
  ];
}

export function missingFrom(catalogue: Catalogue, messages: readonly Message[]): Message[] {
  return messages.filter(({ text }) => !Object.hasOwn(catalogue, text));
}

function entryFaults({ text, one }: Message, entry: Catalogue[string] | undefined): string[] {
  if (entry === undefined) return [];
  const isCounted = Array.isArray(entry);
  if (isCounted !== (one !== undefined)) return [`in the wrong form: ${text}`];
  const forms = isCounted ? (entry as readonly string[]) : [entry as string];
  if (forms.length !== (isCounted ? 2 : 1)) return [`one form and the other: ${text}`];
  const [first, last] = forms as [string, string | undefined];
  if (last === undefined || one === undefined) return formFaults(text, first, placeholders);
  // French counts nothing, too, with its singular, which then tells how many.
  return [...formFaults(one, first, placesBesideCount), ...formFaults(text, last, placeholders)];
}

function formFaults(text: string, form: string, placesOf: (text: string) => string[]): string[] {
  const edges = (of: string) => [/^\s*/.exec(of)![0], /\s*$/.exec(of)![0]].join('|');
  const faults = [
    form.trim() === '' && 'empty',
    String(placesOf(form)) !== String(placesOf(text)) && 'other placeholders',
    edges(form) !== edges(text) && 'other spaces at its ends',
    /<\/?[a-z]|&\w+;/i.test(form) && 'markup',
  ];
  return faults.filter((fault) => fault !== false).map((fault) => `${fault}: ${text}`);
}
