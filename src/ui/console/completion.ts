/** What a half-typed command may become. */

export interface KnownCommand {
  readonly name: string;
  readonly synopsis: string;
  readonly does: string;
}

/** Those that begin so, in the order of the alphabet; after `help ` its commands too. */
export function completions(text: string, commands: readonly KnownCommand[]): KnownCommand[] {
  const wanted = text.replace(/^help\s+/, '').trimStart();
  if (wanted === '' || /\s/.test(wanted)) return [];
  return commands
    .filter(({ name }) => name.startsWith(wanted) && name !== wanted)
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** The command whose parameters are being typed. */
export function commandOf(
  text: string,
  commands: readonly KnownCommand[],
): KnownCommand | undefined {
  const [method] = text
    .replace(/^help\s+/, '')
    .trimStart()
    .split(/\s/);
  return commands.find(({ name }) => name === method);
}

/** The text as far as all that it may become agree; the same where they part at once. */
export function completed(text: string, commands: readonly KnownCommand[]): string {
  const names = completions(text, commands).map(({ name }) => name);
  const [first] = names;
  if (first === undefined) return text;
  let length = first.length;
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length -= 1;
  const head = /^help\s+/.exec(text)?.[0] ?? '';
  return `${head}${first.slice(0, length)}${names.length === 1 ? ' ' : ''}`;
}
