/**
 * The room on a wall: who is here, who is behind, the last blocks for all, and how to join. Nothing
 * to operate but the way out; everything large enough for the last row of a classroom.
 */

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { Icon } from '../components/icon.tsx';
import { MinerShape } from '../components/miner.tsx';
import { minerMark } from '../colour.ts';
import { formatHeight } from '../format.ts';
import { say, sayCount, sayWith } from '../language/say.ts';
import { nowSeconds } from '../now.ts';
import { LazyQrCode } from '../room/lazy-qr-code.tsx';
import { healthSentence, healthTone } from '../status/health-words.ts';
import { patientHealth, useLagging } from '../status/patience.ts';
import { afterWords, figuresOf, lostWords, sinceWords } from './overview-words.ts';
import { peopleOf } from './people.ts';
import { type Moment, timelineOf } from './timeline.ts';
import '../styles/overview.css';

interface OverviewProps {
  readonly snapshot: NodeSnapshot;
  /** The room's whole link. */
  readonly link: string;
}

export function OverviewView({ snapshot, link }: OverviewProps) {
  const { room, strip } = snapshot;
  const lagging = useLagging(snapshot);
  const health = patientHealth(snapshot, lagging);
  const top = useRef<HTMLElement>(null);
  useEffect(() => top.current?.focus({ preventScroll: true }), []);
  return (
    <section
      class="overview"
      ref={top}
      tabIndex={-1}
      aria-labelledby="overview-title"
      data-testid="overview"
    >
      <header class="overview-head">
        <h1 id="overview-title">
          {sayWith('Room {name}', { name: <strong>{room.name}</strong> })}
        </h1>
        <p class="overview-health" data-tone={healthTone(health)}>
          {healthSentence(health)}
        </p>
        <Ways code={room.code} />
      </header>
      <Chain snapshot={snapshot} />
      <Here snapshot={snapshot} lagging={lagging} />
      <Join link={link} isShut={snapshot.networkActive && snapshot.meeting.status === 'offline'} />
      <Timeline moments={timelineOf(strip)} />
    </section>
  );
}

/** Out of here, and into the whole screen. */
function Ways({ code }: { readonly code: string }) {
  const isFull = useSignal(document.fullscreenElement !== null);
  useEffect(() => {
    const look = () => (isFull.value = document.fullscreenElement !== null);
    const leave = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' && !isFull.value) location.hash = addressOf(code);
    };
    addEventListener('keydown', leave);
    document.addEventListener('fullscreenchange', look);
    return () => {
      removeEventListener('keydown', leave);
      document.removeEventListener('fullscreenchange', look);
      if (document.fullscreenElement !== null) void document.exitFullscreen();
    };
  }, []);
  return (
    <p class="overview-ways">
      {!isFull.value && document.fullscreenEnabled && (
        <button
          type="button"
          class="button"
          data-testid="overview-full"
          onClick={() => void document.documentElement.requestFullscreen().catch(() => undefined)}
        >
          <Icon name="enlarge" />
          <span>{say('Whole screen')}</span>
        </button>
      )}
      <a class="button" href={addressOf(code)} data-testid="overview-leave">
        <Icon name="close" />
        <span>{say('Leave')}</span>
      </a>
    </p>
  );
}

function Chain({ snapshot }: { readonly snapshot: NodeSnapshot }) {
  return (
    <div class="overview-chain">
      <p class="overview-height">
        <strong data-testid="overview-height" data-value={snapshot.height}>
          {formatHeight(snapshot.height)}
        </strong>
        <span>{say('blocks high')}</span>
      </p>
      <Since snapshot={snapshot} />
      <dl class="overview-figures">
        {figuresOf(snapshot).map(({ value, label }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** Apart, so that the passing seconds draw this anew and nothing else. */
function Since({ snapshot }: { readonly snapshot: NodeSnapshot }) {
  return <p class="overview-since">{sinceWords(snapshot, nowSeconds.value)}</p>;
}

function Timeline({ moments }: { readonly moments: readonly Moment[] }) {
  return (
    <section class="overview-last" aria-labelledby="overview-last">
      <h2 id="overview-last" class="visually-hidden">
        {say('The last blocks')}
      </h2>
      {/* Each block in turn starts the glide anew. */}
      <ol class="overview-timeline" reversed data-odd={(moments[0]?.height ?? 0) % 2 === 1}>
        {moments.map((moment) => (
          <MomentView key={moment.hash} moment={moment} />
        ))}
      </ol>
    </section>
  );
}

function MomentView({ moment }: { readonly moment: Moment }) {
  const { height, miner, own } = moment;
  const name = miner === '' ? nameless(height) : miner;
  return (
    <li class="overview-block" data-hue={miner === '' ? undefined : minerMark(miner).hue}>
      <span class="overview-block-height">
        {formatHeight(height)}
        {own && <span class="own-mark">{say('you')}</span>}
      </span>
      <span class="overview-block-miner">
        {miner !== '' && <MinerShape name={miner} />}
        <bdi class="inert card-name">{name}</bdi>
      </span>
      <span class="overview-block-after">
        <span>{afterWords(moment)}</span>
        <span class="overview-block-lost">{lostWords(moment)}</span>
      </span>
    </li>
  );
}

interface HereProps {
  readonly snapshot: NodeSnapshot;
  readonly lagging: readonly PeerRow[];
}

function Here({ snapshot, lagging }: HereProps) {
  const { shown, more } = peopleOf(snapshot, lagging);
  return (
    <section class="overview-here" aria-labelledby="overview-here">
      <h2 id="overview-here">
        {sayCount(shown.length + more, '{count} node here', '{count} nodes here')}
      </h2>
      <ul data-many={shown.length > 8 || undefined}>
        {shown.map(({ id, name, words, isBehind }) => (
          <li key={id} data-behind={isBehind || undefined} data-testid="overview-person">
            {name !== '' && <MinerShape name={name} />}
            <bdi class="inert">{name === '' ? say('Another tab') : name}</bdi>
            <span class="overview-person-words">{words}</span>
          </li>
        ))}
        {more > 0 && <li>{sayCount(more, 'and {count} more', 'and {count} more')}</li>}
      </ul>
    </section>
  );
}

interface JoinProps {
  readonly link: string;
  /** The code opens the page, and no one is found from there. */
  readonly isShut: boolean;
}

function Join({ link, isShut }: JoinProps) {
  return (
    <section class="overview-join" aria-labelledby="overview-join">
      <h2 id="overview-join">{say('Join')}</h2>
      <LazyQrCode text={link} />
      {isShut && (
        <p class="overview-shut">
          {say('The meeting place cannot be reached: nobody new can join by this code for now.')}
        </p>
      )}
      <p class="overview-link">{link.replace(/^https?:\/\//, '')}</p>
    </section>
  );
}

function nameless(height: number): string {
  return height === 0 ? say('Genesis') : say('Unnamed');
}
