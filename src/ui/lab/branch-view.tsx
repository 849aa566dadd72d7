/** The branches that exist among the nodes, as a small tree and in words: forks are seen here. */

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { BlockCard, NodeSnapshot } from '../../node/api.ts';
import { addressOf } from '../address.ts';
import { minerMark } from '../colour.ts';
import { Miner, OUTLINES } from '../components/miner.tsx';
import { formatHeight, shortHash } from '../format.ts';
import { language } from '../language/language.ts';
import { say, sayCount } from '../language/say.ts';
import type { Cell, Edge } from '../live/layout.ts';
import { ancestors, type Branch, type KnownBlocks, layoutTree } from './branches.ts';
import { isolated } from './names.ts';

interface BranchViewProps {
  readonly snapshot: NodeSnapshot;
  readonly branches: readonly Branch[];
  readonly known: KnownBlocks;
}

/** Drawn anew when a block came or a node moved: snapshots come far more often. */
export function BranchView({ snapshot, branches, known }: BranchViewProps) {
  const standings = branches.flatMap(({ tip, nodes }) => [tip, ...nodes.map(({ ref }) => ref)]);
  return useMemo(
    () => <Branches snapshot={snapshot} branches={branches} known={known} />,
    [standings.join(), known, snapshot.tip, snapshot.strip.length, language()],
  );
}

function Branches({ snapshot, branches, known }: BranchViewProps) {
  const here = knownHere(snapshot, known);
  return (
    <section class="branches" aria-labelledby="lab-branches">
      <h3 id="lab-branches">{say('Branches')}</h3>
      <p class="quiet">{branchesSentence(branches)}</p>
      <Tree branches={branches} known={known} here={here} code={snapshot.room.code} />
      <ul class="branch-list">
        {branches.map((branch) => (
          <BranchLine
            key={branch.letter}
            branch={branch}
            isAlone={branches.length === 1}
            href={here.has(branch.tip) ? addressOf(snapshot.room.code, 'block', branch.tip) : ''}
          />
        ))}
      </ul>
    </section>
  );
}

function branchesSentence(branches: readonly Branch[]): string {
  if (branches.length <= 1) return say('All nodes stand on the same block.');
  if (branches[1]!.lacks === 0n) {
    return say('A and B have equal work: each node keeps the one that it heard of first.');
  }
  return sayCount(
    branches.length,
    'The nodes stand on {count} block.',
    'The nodes stand on {count} different blocks. A is the branch with most work.',
  );
}

/** What the explorer of this tab can open: other branches may never have come here. */
function knownHere({ strip, tip }: NodeSnapshot, known: KnownBlocks): ReadonlySet<string> {
  return new Set([...strip, ...ancestors(tip, 0, known)].map(({ hash }) => hash));
}

interface LineProps {
  readonly branch: Branch;
  readonly isAlone: boolean;
  /** Empty where this tab does not know its tip. */
  readonly href: string;
}

function BranchLine({ branch, isAlone, href }: LineProps) {
  const { letter, tip, height, nodes, own, forkHeight } = branch;
  const hash = <span class="hash">{shortHash(tip)}</span>;
  return (
    <li class="branch" data-testid="lab-branch" data-tip={tip} data-nodes={nodes.length}>
      {!isAlone && (
        <span class="branch-letter" data-branch={letter}>
          {letter}
        </span>
      )}
      <p>
        <strong>{say('Block {height}', { height: formatHeight(height) })}</strong>{' '}
        {href === '' ? (
          <span title={say('This tab has not heard of this block.')}>{hash}</span>
        ) : (
          <a class="place" href={href}>
            {hash}
          </a>
        )}
        {own !== undefined && (
          <span class="quiet">
            {' '}
            {own === 0
              ? say('behind A, with no block of its own')
              : sayCount(
                  own,
                  '{count} block of its own since block {fork}',
                  '{count} blocks of its own since block {fork}',
                  { fork: formatHeight(forkHeight ?? 0) },
                )}
          </span>
        )}
      </p>
      <ul class="branch-nodes" aria-label={say('Who stands there')}>
        {nodes.map(({ ref, name, kind }) => (
          <li key={ref}>
            <Miner
              name={name}
              label={name === '' ? say('Another tab') : name}
              note={kind === 'self' ? say('(this tab)') : ''}
            />
          </li>
        ))}
      </ul>
    </li>
  );
}

const COLUMN = 58;
const LANE = 58;
const BLOCK = 28;
const TOP = 22;
const LEFT = 8;
const MARK = 13;
const MARKS_MAX = 3;

interface TreeProps {
  readonly branches: readonly Branch[];
  readonly known: KnownBlocks;
  readonly here: ReadonlySet<string>;
  readonly code: string;
}

function Tree({ branches, known, here, code }: TreeProps) {
  const layout = layoutTree(branches, known);
  const width = LEFT * 2 + Math.max(1, layout.columns) * COLUMN;
  const height = TOP + layout.lanes * LANE;
  const lowest = layout.cells.length === 0 ? 0 : layout.cells[0]!.card.height;
  const tips = new Map(branches.map((branch) => [branch.tip, branch]));
  return (
    <Scrolled>
      <svg
        class="tree"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="group"
        aria-label={say('The newest blocks of all branches, oldest first')}
      >
        {layout.edges.map((edge) => (
          <path
            key={edge.child.card.hash}
            class="tree-edge"
            d={edgeOf(edge)}
            data-state={edge.child.card.state}
          />
        ))}
        {Array.from({ length: layout.columns }, (_, column) => (
          <text key={column} class="tree-height" x={xOf(column) + BLOCK / 2} y="12">
            {formatHeight(lowest + column)}
          </text>
        ))}
        {layout.cells.map((cell) => (
          <Block
            key={cell.card.hash}
            cell={cell}
            branch={tips.get(cell.card.hash)}
            isForked={branches.length > 1}
            href={here.has(cell.card.hash) ? addressOf(code, 'block', cell.card.hash) : undefined}
          />
        ))}
      </svg>
    </Scrolled>
  );
}

/** The newest block stays in sight. */
function Scrolled({ children }: { readonly children: ComponentChildren }) {
  const frame = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (frame.current !== null) frame.current.scrollLeft = frame.current.scrollWidth;
  });
  return (
    <div class="tree-frame" ref={frame} data-testid="lab-tree">
      {children}
    </div>
  );
}

interface BlockProps {
  readonly cell: Cell;
  /** The branch whose tip it is. */
  readonly branch: Branch | undefined;
  readonly isForked: boolean;
  readonly href: string | undefined;
}

function Block({ cell: { card, column, lane }, branch, isForked, href }: BlockProps) {
  const label = blockLabel(card, branch);
  const place = `translate(${xOf(column)} ${TOP + lane * LANE})`;
  const block = (
    <g
      class="tree-block"
      data-testid="lab-block"
      data-hash={card.hash}
      data-state={card.state}
      data-here={href !== undefined || undefined}
      transform={place}
    >
      <rect width={BLOCK} height={BLOCK} rx="5" />
      {card.miner !== '' && <BlockMark name={card.miner} />}
      <title>{label}</title>
    </g>
  );
  return (
    <>
      {href === undefined ? (
        block
      ) : (
        <a href={href} aria-label={label}>
          {block}
        </a>
      )}
      {branch !== undefined && (
        <g transform={place} aria-hidden="true">
          <Standing branch={branch} isForked={isForked} />
        </g>
      )}
    </>
  );
}

function BlockMark({ name }: { readonly name: string }) {
  const { hue, shape } = minerMark(name);
  const middle = BLOCK / 2;
  return (
    <path
      class="stage-mark tree-mark"
      data-hue={hue}
      d={OUTLINES[shape]}
      transform={`translate(${middle} ${middle}) scale(1.1) translate(-6 -6)`}
    />
  );
}

/** Below a tip: its letter, and the marks of those who stand there. */
function Standing({ branch, isForked }: { readonly branch: Branch; readonly isForked: boolean }) {
  const shown = branch.nodes.slice(0, MARKS_MAX);
  const more = branch.nodes.length - shown.length;
  const row = [...(isForked ? [branch.letter] : []), ...shown, ...(more > 0 ? [`+${more}`] : [])];
  const start = BLOCK / 2 - ((row.length - 1) * MARK) / 2;
  return (
    <g transform={`translate(0 ${BLOCK + 12})`}>
      {row.map((piece, at) =>
        typeof piece === 'string' ? (
          <text key={piece} class="tree-letter" x={start + at * MARK} y="4">
            {piece}
          </text>
        ) : (
          <NodeDot key={piece.ref} name={piece.name} x={start + at * MARK} />
        ),
      )}
    </g>
  );
}

function NodeDot({ name, x }: { readonly name: string; readonly x: number }) {
  const { hue, shape } = minerMark(name);
  return (
    <path
      class="stage-mark"
      data-hue={hue}
      d={OUTLINES[shape]}
      transform={`translate(${x} 0) scale(0.85) translate(-6 -6)`}
    />
  );
}

function blockLabel({ height, miner, state }: BlockCard, branch: Branch | undefined): string {
  const values = { height: formatHeight(height), miner: isolated(miner) };
  const what =
    miner === '' ? say('Block {height}', values) : say('Block {height} by {miner}', values);
  const parts = [what];
  if (state === 'stale') parts.push(say('on another branch'));
  if (branch !== undefined) {
    parts.push(
      sayCount(branch.nodes.length, '{count} node stands there', '{count} nodes stand there'),
    );
  }
  return parts.join(', ');
}

function xOf(column: number): number {
  return LEFT + column * COLUMN + (COLUMN - BLOCK) / 2;
}

function edgeOf({ parent, child }: Edge): string {
  const [x, y] = [xOf(parent.column) + BLOCK, TOP + parent.lane * LANE + BLOCK / 2];
  const [toX, toY] = [xOf(child.column), TOP + child.lane * LANE + BLOCK / 2];
  const half = (toX - x) / 2;
  return `M${x} ${y}C${x + half} ${y} ${toX - half} ${toY} ${toX} ${toY}`;
}
