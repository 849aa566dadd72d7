/**
 * The stage: this tab, the virtual nodes and the peers in other tabs, who is linked with whom, and
 * who stands on which branch. A click on a link cuts or heals it; the tables below it can do the
 * same, so nothing here is the only way to anything.
 */

import { useEffect, useRef } from 'preact/hooks';
import type { NodeRef } from '../../lab/api.ts';
import { clippedName, NodeSign, useWidth } from '../components/node-map.tsx';
import { between, type Point } from '../components/node-places.ts';
import { formatHeight } from '../format.ts';
import { say, sayCount } from '../language/say.ts';
import type { Branch } from './branches.ts';
import { partsOf, type Stage, type StageLink, type StageNode } from './lab-nodes.ts';
import { labelOf } from './names.ts';
import { layoutStage, type StageLayout } from './stage-layout.ts';

interface StageProps {
  readonly stage: Stage;
  readonly branches: readonly Branch[];
  /** Cuts a link that is up, and heals one that is cut. */
  readonly toggle: (link: StageLink) => void;
}

const WIDE_PX = 560;
const FEW = 6;
const CROWD = 12;
const NAME_MAX_CHARACTERS = 14;
/** Base lines of a node's two lines below its circle. */
const FIRST_LINE = 16;
const SECOND_LINE = 31;

export function StageMap(props: StageProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const { stage } = props;
  const { unseen } = stage;
  return (
    <div class="stage" ref={frame} data-testid="lab-stage">
      {width > 0 && <Drawing {...props} width={width} />}
      <p class="stage-sentence quiet" data-testid="lab-sentence">
        {stageSentence(stage, partsOf(stage).length)}
      </p>
      {unseen > 0 && (
        <p class="stage-unseen quiet">
          {sayCount(
            unseen,
            'and {count} more peer in another tab',
            'and {count} more peers in other tabs',
          )}
        </p>
      )}
    </div>
  );
}

function Drawing({ stage, branches, toggle, width }: StageProps & { readonly width: number }) {
  const parts = partsOf(stage);
  const height = stageHeight(stage.nodes.length, parts.length, width);
  const counts = parts.map((part) => part.length);
  const layout = layoutStage(counts, { width, height });
  const places = placesOf(parts, layout);
  const branchOf = new Map(
    branches.flatMap((branch, at) => branch.nodes.map(({ ref }) => [ref, { branch, at }])),
  );
  const isForked = branches.length > 1;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={stageSentence(stage, parts.length)}
    >
      <Links links={stage.links} nodes={stage.nodes} places={places} toggle={toggle} />
      {stage.nodes.map((node) => {
        const standing = branchOf.get(node.ref);
        return (
          <NodeMark
            key={node.ref}
            node={node}
            at={places.get(node.ref)!}
            layout={layout}
            letter={isForked ? standing?.branch.letter : undefined}
            colour={standing === undefined ? 'none' : String(Math.min(3, standing.at))}
          />
        );
      })}
    </svg>
  );
}

/** On a narrow page parts stand one below the other; many nodes need air everywhere. */
function stageHeight(nodes: number, parts: number, width: number): number {
  const isCrowded = nodes > CROWD;
  if (width < WIDE_PX) return parts > 1 || nodes > FEW ? (isCrowded ? 620 : 500) : 340;
  return isCrowded ? 460 : 360;
}

function stageSentence({ nodes, links }: Stage, parts: number): string {
  if (nodes.length === 1) return say('Only this tab’s node is here.');
  const cuts = links.filter(({ state }) => state === 'cut').length;
  const peers = nodes.filter(({ kind }) => kind === 'peer');
  const isUp = (ref: NodeRef) => links.some(({ to, state }) => to === ref && state === 'up');
  const isWhole = peers.every(({ ref }) => isUp(ref)) && nodes.every((it) => it.state !== 'failed');
  const whole = isWhole ? say('All reach each other.') : '';
  return [
    sayCount(nodes.length, '{count} node.', '{count} nodes.'),
    peers.length > 0
      ? sayCount(
          peers.length,
          '{count} of them is in another tab.',
          '{count} of them are in other tabs.',
        )
      : '',
    parts > 1
      ? sayCount(parts, '{count} part.', '{count} parts that do not reach each other.')
      : whole,
    cuts > 0 ? sayCount(cuts, '{count} link is cut.', '{count} links are cut.') : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function placesOf(parts: readonly StageNode[][], { places }: StageLayout): Map<NodeRef, Point> {
  return new Map(
    parts.flatMap((part, at) => part.map(({ ref }, index) => [ref, places[at]![index]!] as const)),
  );
}

interface LinksProps {
  readonly links: readonly StageLink[];
  readonly nodes: readonly StageNode[];
  readonly places: ReadonlyMap<NodeRef, Point>;
  readonly toggle: (link: StageLink) => void;
}

/** More crosses than this would hide what they cross. */
const CROSSES_MAX = 40;

function Links({ links, nodes, places, toggle }: LinksProps) {
  const seen = useRef(new Map<string, number>());
  const before = seen.current;
  const now = new Map(links.map((link) => [keyOf(link), link.messages]));
  useEffect(() => {
    seen.current = now;
  });
  const labels = new Map(nodes.map((node) => [node.ref, labelOf(node)]));
  const hasCrosses = links.filter(({ state }) => state === 'cut').length <= CROSSES_MAX;
  // What is cut lies below: it crosses much that is up.
  const ordered = links.toSorted((a, b) => Number(b.state === 'cut') - Number(a.state === 'cut'));
  return (
    <g class="stage-links">
      {ordered.map((link) => {
        const [from, to] = [places.get(link.from)!, places.get(link.to)!];
        const key = keyOf(link);
        const isBusy = link.state === 'up' && (before.get(key) ?? Infinity) < link.messages;
        const line = { d: `M${round(from.x)} ${round(from.y)}L${round(to.x)} ${round(to.y)}` };
        return (
          <g
            key={key}
            class="stage-link"
            data-testid="lab-link"
            data-link={key}
            data-state={link.state}
            data-busy={isBusy || undefined}
            data-ours={link.isOurs || undefined}
            {...(link.isOurs ? { onClick: () => toggle(link) } : {})}
          >
            <path class="stage-line" {...line} />
            {link.isOurs && <path class="stage-hit" {...line} />}
            {link.state === 'cut' && hasCrosses && <Cross at={between(from, to, 0.5)} />}
            <title>{linkTitle(link, labels)}</title>
          </g>
        );
      })}
    </g>
  );
}

function Cross({ at: { x, y } }: { readonly at: Point }) {
  return <path class="stage-cross" d={`M${x - 4} ${y - 4}l8 8m0 -8l-8 8`} />;
}

function linkTitle({ from, to, state, isOurs }: StageLink, labels: Map<NodeRef, string>) {
  const ends = { from: labels.get(from)!, to: labels.get(to)! };
  if (!isOurs) return say('{from} and {to} are linked.', ends);
  return state === 'up'
    ? say('{from} and {to} are linked. Click to cut.', ends)
    : say('{from} and {to} are cut apart. Click to heal.', ends);
}

export function keyOf({ from, to }: Pick<StageLink, 'from' | 'to'>): string {
  return [from, to].toSorted().join('~');
}

interface MarkProps {
  readonly node: StageNode;
  readonly at: Point;
  readonly layout: StageLayout;
  /** Of its branch, where there are several. */
  readonly letter: string | undefined;
  readonly colour: string;
}

function NodeMark({ node, at, layout: { labels, nodeRadius }, letter, colour }: MarkProps) {
  const label = labelOf(node);
  const height = heightWords(node);
  return (
    <g
      class="stage-node"
      data-testid="lab-node"
      data-ref={node.ref}
      data-kind={node.kind}
      data-state={node.state}
      data-tip={node.tip}
      data-branch={colour}
      style={{ transform: `translate(${round(at.x)}px, ${round(at.y)}px)` }}
    >
      <circle class="stage-back" r={nodeRadius + 4} />
      <circle class="stage-ring" r={nodeRadius} />
      <NodeSign name={node.name} class="stage-mark" scale={nodeRadius / 13} />
      {letter !== undefined && (
        <g transform={`translate(${nodeRadius * 0.8} ${-nodeRadius * 0.8})`}>
          <circle class="stage-badge" r="9" />
          <text class="stage-letter" y="4">
            {letter}
          </text>
        </g>
      )}
      {labels === 'full' && (
        <text class="stage-name" y={nodeRadius + FIRST_LINE}>
          {node.kind === 'self'
            ? say('This tab')
            : clippedName(node.name || say('Another tab'), NAME_MAX_CHARACTERS)}
        </text>
      )}
      {labels !== 'none' && (
        <text class="stage-height" y={nodeRadius + (labels === 'full' ? SECOND_LINE : FIRST_LINE)}>
          {height}
        </text>
      )}
      <title>{`${label}: ${height}`}</title>
    </g>
  );
}

function heightWords({ name, state, height }: StageNode): string {
  if (state === 'starting') return say('starting');
  if (state === 'failed') return name === '' ? say('did not start') : say('stopped');
  return height < 0 ? '' : formatHeight(height);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
