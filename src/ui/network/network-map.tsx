/**
 * The map: this tab in the middle, its peers around it, a dot on a link for each message. The table
 * below it says the same in words, so nothing here is the only place of anything.
 */

import { useEffect, useRef } from 'preact/hooks';
import type { NodeSnapshot, PeerRow } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { clippedName, NodeSign, useWidth } from '../components/node-map.tsx';
import { between, type Point } from '../components/node-places.ts';
import { formatHeight, formatPing } from '../format.ts';
import { say } from '../language/say.ts';
import { LOOK_MS } from '../wire/use-wire.ts';
import type { WireLog } from '../wire/wire-log.ts';
import { layoutMap, linkWidth, type MapLayout } from './map-layout.ts';
import type { PeerDetails } from './peer-details.ts';
import { relationWords } from './peer-words.ts';
import { type Pulse, pulsesOf } from './pulses.ts';

interface NetworkMapProps {
  readonly snapshot: NodeSnapshot;
  readonly details: readonly PeerDetails[];
  readonly log: WireLog;
}

const WIDE_PX = 700;
/** So many peers stand in one line with this tab. */
const IN_LINE_MAX = 2;
const TRAVEL_MS = 700;
const SELF_RADIUS = 24;
const NAME_MAX_CHARACTERS = 16;
/** Base lines of a node's name and of its state. */
const BELOW = [37, 52] as const;
const ABOVE = [-44, -29] as const;
const SVG = 'http://www.w3.org/2000/svg';

export function NetworkMap({ snapshot, details, log }: NetworkMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  return (
    <div class="map" ref={frame} data-testid="network-map">
      {width > 0 && <Drawing snapshot={snapshot} details={details} log={log} width={width} />}
    </div>
  );
}

function Drawing({ snapshot, details, log, width }: NetworkMapProps & { readonly width: number }) {
  const { peers, room } = snapshot;
  const height = peers.length <= IN_LINE_MAX ? 260 : width >= WIDE_PX ? 440 : 400;
  const layout = layoutMap(peers.length, { width, height });
  const { centre, places } = layout;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="group"
      aria-label={say('Map of this tab and its peers')}
    >
      <g class="map-neighbours">
        {neighbourLines(peers, details).map(([from, to]) => (
          <line key={`${from}-${to}`} {...lineOf(places[from]!, places[to]!)} />
        ))}
      </g>
      {peers.map((peer, at) => (
        <line
          key={peer.id}
          class="map-link"
          data-link={peer.id}
          data-relation={relationOf(peer)}
          stroke-width={linkWidth(peer.bytesSent + peer.bytesReceived, peers.length)}
          {...lineOf(centre, places[at]!)}
        />
      ))}
      <Pulses
        log={log}
        ends={new Map(peers.map(({ id }, at) => [id, places[at]!]))}
        from={centre}
      />
      {layout.labels === 'full' &&
        peers.map((peer, at) => {
          const { x, y } = between(centre, places[at]!, 0.5);
          return (
            <text key={peer.id} class="map-ping" x={x} y={y + 4}>
              {peer.pingMs < 0 ? '' : formatPing(peer.pingMs)}
            </text>
          );
        })}
      {peers.map((peer, at) => (
        <PeerNode
          key={peer.id}
          peer={peer}
          at={places[at]!}
          layout={layout}
          ownHeight={snapshot.height}
          href={peer.key === '' ? undefined : addressOf(room.code, 'network', peer.key)}
        />
      ))}
      <g class="map-node map-self" transform={`translate(${centre.x} ${centre.y})`}>
        <circle r={SELF_RADIUS} />
        <Sign name={snapshot.minerName} />
        {layout.labels !== 'none' && (
          <>
            <text class="map-name" y={SELF_RADIUS + 18}>
              {clipped(snapshot.minerName)}
            </text>
            <text class="map-state" y={SELF_RADIUS + 34}>
              {formatHeight(snapshot.height)}
            </text>
          </>
        )}
      </g>
    </svg>
  );
}

interface PeerNodeProps {
  readonly peer: PeerRow;
  readonly at: Point;
  readonly layout: MapLayout;
  readonly ownHeight: number;
  /** Its page; none before it has said who it is. */
  readonly href: string | undefined;
}

function PeerNode({ peer, at, layout, ownHeight, href }: PeerNodeProps) {
  const { labels, nodeRadius } = layout;
  const words = relationWords(peer, ownHeight);
  const name = peer.name === '' ? say('Another tab') : peer.name;
  const height = peer.height < 0 ? '' : formatHeight(peer.height);
  // Names stand on the far side of their links.
  const isAbove = at.y < layout.centre.y - 1;
  const [nameY, stateY] = isAbove ? ABOVE : BELOW;
  const node = (
    <g
      class="map-node"
      data-testid="map-node"
      data-relation={relationOf(peer)}
      transform={`translate(${at.x} ${at.y})`}
    >
      <circle class="map-target" r={nodeRadius + 4} />
      {relationOf(peer) === 'ahead' && <circle class="map-ahead" r={nodeRadius + 4} />}
      <circle r={nodeRadius} />
      <Sign name={peer.name} />
      {labels !== 'none' && (
        <text
          class="map-name"
          y={labels === 'full' ? nameY : isAbove ? stateY : nameY}
          aria-hidden="true"
        >
          {labels === 'full' ? clipped(name) : height}
        </text>
      )}
      {labels === 'full' && (
        <text class="map-state" y={stateY} aria-hidden="true">
          {peer.relation === 'in-step' ? height : words}
        </text>
      )}
      {/* The link's name, whole where the text beside it is clipped. */}
      <title>{`${name}: ${words}`}</title>
    </g>
  );
  return href === undefined ? node : <a href={href}>{node}</a>;
}

function Sign({ name }: { readonly name: string }) {
  return <NodeSign name={name} class="map-mark" scale={1.5} />;
}

interface PulsesProps {
  readonly log: WireLog;
  /** Where each link ends. */
  readonly ends: ReadonlyMap<number, Point>;
  readonly from: Point;
}

/** Dots are no part of what is drawn anew: each lives for its own way and is then taken away. */
function Pulses({ log, ends, from }: PulsesProps) {
  const group = useRef<SVGGElement>(null);
  useEffect(() => {
    const fresh = log.fresh === 0 ? [] : log.events.slice(-log.fresh);
    for (const pulse of pulsesOf(fresh, LOOK_MS)) {
      const end = ends.get(pulse.link);
      if (end === undefined || group.current === null) continue;
      if (isStill.matches) lightUp(group.current, pulse);
      else travel(group.current, pulse, pulse.isOutward ? [from, end] : [end, from]);
    }
  }, [log]);
  return <g ref={group} class="map-pulses" aria-hidden="true" />;
}

const isStill = matchMedia('(prefers-reduced-motion: reduce)');

function travel(group: SVGGElement, { group: kind, delayMs }: Pulse, [from, to]: [Point, Point]) {
  const dot = document.createElementNS(SVG, 'circle');
  dot.setAttribute('r', '5');
  dot.dataset['group'] = kind;
  group.append(dot);
  const place = ({ x, y }: Point) => `translate(${x}px, ${y}px)`;
  const way = [{ transform: place(from) }, { transform: place(to) }];
  const timing = { duration: TRAVEL_MS, delay: delayMs, easing: 'ease-in-out', fill: 'both' };
  const animation = dot.animate(way, timing as KeyframeAnimationOptions);
  animation.onfinish = animation.oncancel = () => dot.remove();
}

/** Where nothing may move, the link lights up instead. */
function lightUp(group: SVGGElement, { link, group: kind }: Pulse): void {
  const line = group.ownerSVGElement?.querySelector<SVGLineElement>(`[data-link="${link}"]`);
  if (line === null || line === undefined) return;
  line.dataset['group'] = kind;
  setTimeout(() => delete line.dataset['group'], TRAVEL_MS);
}

/** Pairs of peers, by their places, of which one says that it is linked to the other. */
function neighbourLines(peers: readonly PeerRow[], details: readonly PeerDetails[]) {
  const placeOfKey = new Map<string, number>();
  const placeOfLink = new Map(peers.map(({ id }, at) => [id, at]));
  for (const { id, key } of details) {
    const at = placeOfLink.get(id);
    if (at !== undefined && key !== '') placeOfKey.set(key, at);
  }
  const pairs = new Map<string, readonly [number, number]>();
  for (const { id, neighbours } of details) {
    const from = placeOfLink.get(id);
    for (const to of neighbours.map((key) => placeOfKey.get(key))) {
      if (from === undefined || to === undefined || from === to) continue;
      const pair = [Math.min(from, to), Math.max(from, to)] as const;
      pairs.set(pair.join('-'), pair);
    }
  }
  return [...pairs.values()];
}

function relationOf({ state, relation }: PeerRow): string {
  return state === 'greeting' ? 'greeting' : relation;
}

function lineOf(from: Point, to: Point) {
  return { x1: from.x, y1: from.y, x2: to.x, y2: to.y };
}

function clipped(name: string): string {
  return clippedName(name, NAME_MAX_CHARACTERS);
}
