/** An archive read back: the chain in short, who mined it, its forks, and what was noted down. */

import { useSignal } from '@preact/signals';
import type { LessonChain, LessonEvent } from '../../node/lesson.ts';
import { Miner } from '../components/miner.tsx';
import {
  formatCount,
  formatDuration,
  formatHeight,
  formatMoment,
  formatPercent,
  isoMoment,
} from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { OpenedLesson } from './lesson-file.ts';
import { eventSentence, isAboutForks } from './lesson-words.ts';

const MINERS_SHOWN = 12;
const EVENTS_AT_ONCE = 50;

export function LessonReport({ chain, events }: OpenedLesson) {
  const forks = events?.filter(isAboutForks) ?? [];
  return (
    <div class="lesson" data-testid="lesson-report" data-height={chain.height}>
      <Summary chain={chain} />
      <h3>{say('Blocks by miner')}</h3>
      <Miners chain={chain} />
      {events === undefined ? (
        <p class="quiet">
          {say('This file holds a chain alone: nobody noted down what happened.')}
        </p>
      ) : (
        <>
          <h3>{say('Forks')}</h3>
          {forks.length === 0 ? (
            <p class="quiet">{say('None was seen: every block stood on the one before it.')}</p>
          ) : (
            <Events events={forks} testId="lesson-fork" />
          )}
          <h3>{say('What happened')}</h3>
          <Events events={events} testId="lesson-event" />
        </>
      )}
    </div>
  );
}

function Summary({ chain }: { readonly chain: LessonChain }) {
  const { roomName, height, firstTime, lastTime, payments } = chain;
  const spacing = formatDuration((lastTime - firstTime) / Math.max(1, height));
  return (
    <>
      <p class="lesson-summary">
        {say('Room {room}: {blocks} in {time}, one every {spacing}; {payments}.', {
          room: roomName,
          blocks: sayCount(height, '{count} block', '{count} blocks'),
          time: formatDuration(lastTime - firstTime),
          spacing,
          payments: sayCount(payments, '{count} payment', '{count} payments'),
        })}
      </p>
      <p class="quiet">
        {say('Aimed at one block every {spacing}.', {
          spacing: formatDuration(chain.targetSpacingSeconds),
        })}{' '}
        {say('Looked at and not checked: read it as a chain, or run npm run verify, for that.')}
      </p>
    </>
  );
}

function Miners({ chain: { miners, otherBlocks, height } }: { readonly chain: LessonChain }) {
  const shown = miners.slice(0, MINERS_SHOWN);
  const hidden = miners.slice(MINERS_SHOWN).reduce((sum, { blocks }) => sum + blocks, otherBlocks);
  return (
    <ul class="lesson-miners">
      {shown.map(({ name, blocks }) => (
        <li key={name} data-testid="lesson-miner" data-blocks={blocks}>
          <Miner name={name} {...(name === '' ? { label: say('without a name') } : {})} />
          <Share count={blocks} of={height} />
        </li>
      ))}
      {hidden > 0 && (
        <li>
          <span>{say('All others')}</span>
          <Share count={hidden} of={height} />
        </li>
      )}
    </ul>
  );
}

function Share({ count, of }: { readonly count: number; readonly of: number }) {
  const share = count / Math.max(1, of);
  return (
    <>
      <span class="lesson-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
      <span class="figure">
        {formatCount(count)} · {formatPercent(share)}
      </span>
    </>
  );
}

interface EventsProps {
  readonly events: readonly LessonEvent[];
  readonly testId: string;
}

function Events({ events, testId }: EventsProps) {
  const most = useSignal(EVENTS_AT_ONCE);
  return (
    <>
      <ol class="lesson-events">
        {events.slice(0, most.value).map((event, at) => (
          <li key={at} data-testid={testId} data-kind={event.kind}>
            <time class="figure" dateTime={isoMoment(event.at)}>
              {formatMoment(event.at)}
            </time>
            <span class="lesson-sentence">{eventSentence(event)}</span>
          </li>
        ))}
      </ol>
      {events.length > most.value && (
        <button
          type="button"
          class="text-button"
          onClick={() => (most.value += 4 * EVENTS_AT_ONCE)}
        >
          {say('{count} more', { count: formatHeight(events.length - most.value) })}
        </button>
      )}
    </>
  );
}
