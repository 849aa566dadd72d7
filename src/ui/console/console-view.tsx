/**
 * The node's commands, typed: with completion by Tab, those before by the arrow keys, and help. The
 * same commands answer as `window.tabchain` in the browser's own console.
 */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { say, sayWith } from '../language/say.ts';
import type { NodeActions } from '../state.ts';
import { readLine } from './command-line.ts';
import { commandOf, completed, completions, type KnownCommand } from './completion.ts';
import { entries, NO_RECALL, type Recall, recalled } from './session.ts';
import { added, answered, type Entry, showResult, shownLine } from './transcript.ts';
import '../styles/console.css';

interface ConsoleViewProps {
  readonly actions: NodeActions;
}

const SUGGESTIONS_SHOWN = 6;

export function ConsoleView({ actions }: ConsoleViewProps) {
  const commands = useSignal<readonly KnownCommand[]>([]);
  const text = useSignal('');
  const recall = useRef<Recall>(NO_RECALL);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    void actions.call('help').then((list) => (commands.value = list as readonly KnownCommand[]));
    field.current?.focus();
  }, []);

  const run = async () => {
    const line = text.value.trim();
    if (line === '') return;
    const id = (entries.value.at(-1)?.id ?? 0) + 1;
    text.value = '';
    recall.current = NO_RECALL;
    const asked = { id, line: shownLine(line), answer: undefined, isRefusal: false };
    entries.value = added(entries.value, asked);
    const outcome = await perform(line, commands.value, actions);
    entries.value = answered(entries.value, id, outcome);
  };
  const goBack = (step: number) => {
    const lines = entries.value.map(({ line }) => line);
    const { text: shown, ...place } = recalled(lines, recall.current, { step, text: text.value });
    recall.current = place;
    text.value = shown;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      goBack(event.key === 'ArrowUp' ? 1 : -1);
    } else if (event.key === 'Tab' && !event.shiftKey) {
      const longer = completed(text.value, commands.value);
      // Where there is nothing to complete, Tab leads on as it does everywhere.
      if (longer === text.value) return;
      event.preventDefault();
      text.value = longer;
    }
  };
  const suggestions = completions(text.value, commands.value);
  const command = commandOf(text.value, commands.value);
  return (
    <section class="console" aria-labelledby="console-title">
      <h2 id="console-title">{say('Console')}</h2>
      <p class="quiet">
        {sayWith(
          'The commands of this node, under the names of Bitcoin’s RPC: {help} lists them. They ' +
            'also answer in the browser’s own console, as {example}.',
          { help: <code>help</code>, example: <code>tabchain.getblockcount()</code> },
        )}
      </p>
      <Transcript entries={entries.value} />
      <form
        class="console-line"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <span class="console-mark" aria-hidden="true">
          ›
        </span>
        <input
          ref={field}
          aria-label={say('Command')}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          data-testid="console-input"
          value={text.value}
          onInput={(event) => (text.value = event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="button">
          {say('Run')}
        </button>
      </form>
      {text.value === '' && (
        <p class="quiet">
          {say('Tab completes a command; the arrow keys bring back earlier ones.')}
        </p>
      )}
      {command !== undefined && (
        <p class="console-usage" data-testid="console-usage">
          <code>
            {command.name} <span class="quiet">{command.synopsis}</span>
          </code>
          <span class="quiet">{say(command.does)}</span>
        </p>
      )}
      <ul class="console-hints" aria-label={say('Commands that begin so')}>
        {suggestions.slice(0, SUGGESTIONS_SHOWN).map(({ name, synopsis, does }) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => {
                text.value = `${name} `;
                field.current?.focus();
              }}
            >
              <code>
                {name} <span class="quiet">{synopsis}</span>
              </code>
              <span class="quiet">{say(does)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function perform(
  line: string,
  commands: readonly KnownCommand[],
  actions: NodeActions,
): Promise<Pick<Entry, 'answer' | 'isRefusal'>> {
  const read = readLine(line);
  if (read.kind === 'unfinished') return { answer: read.sentence, isRefusal: true };
  if (read.kind === 'help') return helpOf(read.method, commands);
  if (read.kind === 'empty') return { answer: '', isRefusal: false };
  if (read.method === 'help') return { answer: listOf(commands), isRefusal: false };
  try {
    const result = await actions.call(read.method, ...read.parameters);
    return { answer: showResult(result), isRefusal: false };
  } catch (error) {
    const { code, message } = error as Error & { code?: number };
    const reason = say(message);
    return { answer: code === undefined ? reason : `${reason} (${code})`, isRefusal: true };
  }
}

function helpOf(method: string, commands: readonly KnownCommand[]) {
  const command = commands.find(({ name }) => name === method);
  if (command === undefined) {
    return { answer: say('There is no command {name}.', { name: method }), isRefusal: true };
  }
  const { name, synopsis, does } = command;
  return { answer: `${name} ${synopsis}`.trimEnd() + `\n${say(does)}`, isRefusal: false };
}

function listOf(commands: readonly KnownCommand[]): string {
  return commands.map(({ name, synopsis }) => `${name} ${synopsis}`.trimEnd()).join('\n');
}

function Transcript({ entries }: { readonly entries: readonly Entry[] }) {
  const end = useRef<HTMLDivElement>(null);
  const last = entries.at(-1);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [last?.id, last?.answer]);
  return (
    <div class="console-log" role="log" aria-label={say('Commands and answers')} tabIndex={0}>
      {entries.length === 0 && (
        <p class="quiet">
          {say('Nothing asked yet. Try getblockchaininfo, getpeerinfo, or help.')}
        </p>
      )}
      {entries.map(({ id, line, answer, isRefusal }) => (
        <div key={id} class="console-entry" data-testid="console-entry">
          <p class="console-asked">
            <span aria-hidden="true">› </span>
            {line}
          </p>
          <pre class="console-answer" data-refusal={isRefusal || undefined}>
            {answer ?? '…'}
          </pre>
        </div>
      ))}
      <div ref={end} />
    </div>
  );
}
